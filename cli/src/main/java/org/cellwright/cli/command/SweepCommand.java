package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cellwright.cli.command.Sweep.Row;
import org.cellwright.cli.command.Sweep.Status;
import org.cellwright.platform.formats.ColumnFile;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Experiment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code sweep}: one experiment on many variants of a cell. */
public final class SweepCommand implements Command {
  /** Options that change what a case comes to. */
  private static final List<String> SETTINGS =
      List.of("--soc", "--temperature", "--mesh", "--rtol", "--thermal");

  @Override
  public String name() {
    return "sweep";
  }

  @Override
  public String summary() {
    return "simulate one experiment while fields of the cell vary";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "Every combination of the --vary is one case and one row: what varied, in the unit that the name\n"
            + "of the field carries, how it ended, time, charge, energy, final voltage, lowest plating margin,\n"
            + "highest temperature. A case that cannot be simulated is a row with its reason.",
        "Ctrl-C keeps every case that is done; the same words go on where it stopped. What is done stands\n"
            + "in F.csv.sweep.jsonl beside the result.");
  }

  @Override
  public String example() {
    return "sweep examples/cells/marquis2019.json --model spme --experiment \"Discharge at 1C until 3.105 V\""
        + " --vary \"Negative electrode/Thickness [m]=80..120/3 um\""
        + " --vary \"Separator/Porosity=0.5..1/2\" --out thickness.csv";
  }

  @Override
  public void declare(CommandSpec spec) {
    CellOptions.declare(spec);
    SimulationOptions.declare(spec);
    Arguments.requiredList(
        spec,
        "--vary",
        "\"PATH=lo..hi/N UNIT\"",
        "N values of a field, evenly spaced; several make all combinations.");
    Arguments.required(
        spec,
        Path.class,
        "--out",
        "F.csv|.json|.parquet",
        "Where the rows go; .bdf.csv and .bdf.parquet name what varied in snake case.");
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException {
    Path out = CellOptions.out(words).orElseThrow();
    Path file = session.folder().resolve(out);
    Bpx cell = CellOptions.cell(words, session);
    Experiment experiment = SimulationOptions.experiment(words, session);
    List<String> typed = words.matchedOptionValue("--vary", List.of());
    List<Variation> variations = typed.stream().map(text -> Variation.parse(text, cell)).toList();
    Sweep sweep =
        new Sweep(cell, variations, bpx -> SimulationOptions.simulation(bpx, experiment, words));
    List<String> names = sweep.names(ColumnFile.isBattery(file));
    // What is wrong for all cases alike is said once, before any of them.
    SimulationOptions.simulation(cell, experiment, words);
    cell.warnings().forEach(session::warn);
    experiment.notes().forEach(session::note);
    try (Interruption watch =
            new Interruption(
                session.terminal(),
                Thread.currentThread()::interrupt,
                "What is done is in %s; the same words go on with the rest.".formatted(out));
        SweepJournal journal = new SweepJournal(file, identity(sweep, words, session));
        WorkDisplay display = new WorkDisplay(session, "sweep")) {
      int cases = sweep.cases();
      int before = journal.done();
      if (before > 0) {
        session.note("%d of %d cases are done already".formatted(before, cases));
      }
      show(display, before, cases);
      boolean whole =
          sweep.run(
              Math.min(Engine.workers(session), cases),
              journal::isDone,
              row -> {
                journal.add(row);
                show(display, journal.done(), cases);
              });
      display.close();
      List<Row> rows = journal.rows();
      ColumnFile.write(file, sweep.table(rows, names));
      say(session, rows, cases, out);
      return whole ? exitCode(rows) : 130;
    }
  }

  private static void show(WorkDisplay display, int done, int cases) {
    display.show("%d of %d cases".formatted(done, cases), (double) done / cases);
  }

  private static int exitCode(List<Row> rows) {
    long bad =
        rows.stream()
            .filter(row -> row.status() == Status.FAILED || row.status() == Status.REFUSED)
            .count();
    return bad == 0 ? 0 : bad == rows.size() ? 9 : 6;
  }

  private static void say(Session session, List<Row> rows, int cases, Path out) {
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    rows.forEach(row -> counts.merge(row.status(), 1, Integer::sum));
    if (!session.isText()) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer.put("out", out.toString()).put("cases", cases);
      for (Status status : Status.values()) {
        answer.put(status.name().toLowerCase(Locale.ROOT), counts.getOrDefault(status, 0));
      }
      session.say(answer);
      return;
    }
    List<String> parts = new ArrayList<>();
    counts.forEach((status, count) ->
        parts.add(count + " " + status.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    session.say(
        "%d of %d cases in %s: %s"
            .formatted(
                rows.size(), cases, out, parts.isEmpty() ? "none" : String.join(", ", parts)));
    rows.stream()
        .filter(row -> row.status() == Status.FAILED || row.status() == Status.REFUSED)
        .limit(3)
        .forEach(row ->
            session.warn(
                "case %d %s: %s"
                    .formatted(
                        row.number(),
                        row.status().name().toLowerCase(Locale.ROOT),
                        row.endReason())));
  }

  /** All that makes a sweep what it is; two with the same are one. */
  private static ObjectNode identity(Sweep sweep, ParseResult words, Session session)
      throws IOException {
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    identity.put("cellwright", VersionCommand.version());
    ByteArrayOutputStream cell = new ByteArrayOutputStream();
    sweep.cell().write(cell);
    identity.put("cell_sha256", sha256(cell.toByteArray()));
    identity.put("model", CellOptions.model(words).word());
    identity.put("experiment", SimulationOptions.experimentText(words, session));
    for (String setting : SETTINGS) {
      String value = words.matchedOptionValue(setting, null);
      if (value != null) {
        identity.put(setting.substring(2), value);
      }
    }
    ArrayNode vary = identity.putArray("vary");
    for (Variation variation : sweep.variations()) {
      ArrayNode values = vary.addObject().put("path", variation.path()).putArray("values");
      variation.values().forEach(values::add);
    }
    return identity;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
