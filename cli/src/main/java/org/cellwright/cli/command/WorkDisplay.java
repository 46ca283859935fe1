package org.cellwright.cli.command;

import java.util.List;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.StatusArea;
import org.jspecify.annotations.Nullable;

/** Shows how far a piece of work has come and how long it still takes, once that matters. */
final class WorkDisplay implements AutoCloseable {
  private static final double PATIENCE = 1;

  /** Too early to tell how long it takes. */
  private static final double LITTLE = 0.01;

  /** What is known at a moment; replaced as a whole, read by the painter. */
  private record Moment(String words, double share, boolean timed) {}

  private final Session session;
  private final String name;
  private final StatusArea area;
  private final long startNanos = System.nanoTime();
  private volatile @Nullable Moment moment;
  private double shareAtFirst = -1;

  WorkDisplay(Session session, String name) {
    this.session = session;
    this.name = name;
    this.area = new StatusArea(session.terminal(), session.options().quiet(), this::lines);
    area.start();
  }

  /**
   * @param share from 0 to 1
   */
  void show(String words, double share) {
    if (shareAtFirst < 0) {
      shareAtFirst = share;
    }
    moment = new Moment(words, share, true);
  }

  /** Something of which nobody knows how long it takes. */
  void show(String words) {
    moment = new Moment(words, 1, false);
  }

  private List<String> lines() {
    Moment now = moment;
    double passed = (System.nanoTime() - startNanos) * 1e-9;
    if (now == null || passed < PATIENCE) {
      return List.of();
    }
    double done = now.share() - shareAtFirst;
    String left =
        now.timed() && done > LITTLE
            ? Figures.duration(Math.rint(passed * (1 - now.share()) / done)) + " left"
            : "";
    return List.of(StatusArea.headline(session.terminal(), name, now.share(), now.words(), left));
  }

  @Override
  public void close() {
    area.close();
  }
}
