package org.cellwright.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.StatusArea;
import org.cellwright.cli.terminal.Terminal;
import org.cellwright.core.Observation;
import org.cellwright.platform.campaign.Progress;
import org.cellwright.science.planner.Ask;
import org.jspecify.annotations.Nullable;

/** Shows a campaign while it runs: budget used, the best so far, and how long it still takes. */
final class CampaignDisplay implements Progress, AutoCloseable {
  /** What is known at a moment; replaced as a whole, read by the painter. */
  private record Moment(@Nullable Standing standing, String stage, double share, long atNanos) {}

  private final Terminal terminal;
  private final String run;
  private final StatusArea area;
  private final AtomicReference<Moment> moment =
      new AtomicReference<>(new Moment(null, "", 0, System.nanoTime()));

  CampaignDisplay(Session session, String run) {
    this.terminal = session.terminal();
    this.run = run;
    this.area = new StatusArea(terminal, session.options().quiet(), this::lines);
    area.start();
  }

  @Override
  public void asked(String id, Ask ask, Standing standing) {
    show(standing, "", standing.spent() / standing.budget());
  }

  @Override
  public void observed(Observation observation, Standing standing) {
    show(standing, "", standing.spent() / standing.budget());
  }

  @Override
  public void verifying(int done, int total, Standing standing) {
    show(
        standing,
        "checking the front on a finer mesh: %d of %d".formatted(done, total),
        total == 0 ? 1 : (double) done / total);
  }

  @Override
  public void comparing(int runsDone, int runs, double spent, double budget) {
    Moment last = moment.get();
    show(
        last.standing(),
        "comparing: %d of %d runs done".formatted(runsDone, runs),
        budget > 0 ? spent / budget : 1);
  }

  @Override
  public void note(String text) {
    area.print(text);
  }

  private void show(@Nullable Standing standing, String stage, double share) {
    moment.set(new Moment(standing, stage, share, System.nanoTime()));
  }

  private List<String> lines() {
    Moment now = moment.get();
    Standing s = now.standing();
    if (s == null) {
      return List.of();
    }
    String used =
        now.stage().isEmpty()
            ? "%s of %s".formatted(Figures.given(s.spent()), Figures.given(s.budget()))
            : now.stage();
    String left = "";
    if (now.stage().isEmpty() && s.secondsLeft().isPresent()) {
      double passed = (System.nanoTime() - now.atNanos()) * 1e-9;
      double seconds = Math.max(0, s.secondsLeft().getAsDouble() - passed);
      left = Figures.duration(Math.rint(seconds)) + " left";
    }
    List<String> words = new ArrayList<>();
    s.best()
        .forEach((name, value) ->
            words.add(
                "best %s %s %s"
                    .formatted(
                        Figures.name(name), Figures.of(value.value()), Figures.unit(value.unit()))
                    .strip()));
    words.add("hypervolume " + Figures.of(s.hypervolume()));
    words.add(s.frontSize() + " on the front");
    words.add(s.told() + " evaluations");
    List<String> lines = new ArrayList<>();
    lines.add(StatusArea.headline(terminal, run, now.share(), used, left));
    lines.addAll(wrapped(words));
    return lines;
  }

  /** As many lines as it takes on a terminal, else one. */
  private List<String> wrapped(List<String> words) {
    if (!terminal.errIsTerminal()) {
      return List.of("  " + String.join(" · ", words));
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (!line.isEmpty() && line.length() + word.length() + 6 > terminal.columns()) {
        lines.add("  " + fit(line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " · ").append(word);
    }
    lines.add("  " + fit(line.toString()));
    return lines;
  }

  /** A line that wraps cannot be painted over. */
  private String fit(String text) {
    int room = terminal.columns() - 3;
    return text.length() <= room ? text : text.substring(0, room - 1) + "…";
  }

  @Override
  public void close() {
    area.close();
  }
}
