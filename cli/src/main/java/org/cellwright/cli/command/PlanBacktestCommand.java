package org.cellwright.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Problem;
import org.cellwright.core.Space;
import org.cellwright.platform.campaign.SourceTable;
import org.cellwright.platform.campaign.SpaceFile;
import org.cellwright.science.planner.Planners;
import org.cellwright.science.planner.Source;
import org.cellwright.science.planner.SourceMatch;
import org.cellwright.science.planner.backtest.Backtest;
import org.cellwright.science.planner.backtest.CheapLook;
import org.cellwright.science.planner.backtest.Report;
import org.cellwright.science.planner.backtest.Table;
import org.cellwright.science.planner.backtest.TableSpace;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plan backtest}: what the planner would have needed on candidates that were measured. */
public final class PlanBacktestCommand implements Command {
  private static final Pattern GOAL =
      Pattern.compile("(?<goal>\\S+)\\s+(?<name>.+?)(?:\\s*=\\s*(?<level>[-+0-9.eE]+))?");
  private static final Pattern BOUND =
      Pattern.compile("(?<name>.+?)\\s*(?<sense><=|>=)\\s*(?<limit>[-+0-9.eE]+)");
  private static final Pattern LOOK = Pattern.compile("(?<name>.+)=(?<cost>[-+0-9.eE]+)");

  @Override
  public String name() {
    return "plan backtest";
  }

  @Override
  public String summary() {
    return "replay the planner on a table of measured candidates";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "Each row of the table is a candidate with what was measured of it; rows with equal inputs are\n"
            + "replicates. A run begins with some random rows, the same for every planner; then the planner asks\n"
            + "and the table answers. Shown is how many evaluations it took to the best candidate and to the\n"
            + "best hundredth, beside random search and one factor at a time.",
        "--space auto takes every column that is no output as a variable: numbers as numbers, texts as\n"
            + "choices. A column from which the objective follows is refused.",
        "A constraint on a variable leaves out the rows that break it; on another column it is learned.");
  }

  @Override
  public String example() {
    return "plan backtest examples/planner/conductivity.csv --space auto --objective \"maximize conductivity_mS_cm\""
        + " --seeds 2 --budget 12";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.named(
        spec, Path.class, "TABLE.csv", "Measured candidates; the first row names the columns.");
    Arguments.text(
        spec, "--space", "SPACE.yaml|auto", "The variables, as in a campaign; auto unless said.");
    Arguments.list(
        spec,
        "--objective",
        "GOAL",
        "\"minimize NAME\", \"maximize NAME\" or \"target NAME = V\"; several for a trade-off.");
    Arguments.list(spec, "--constraint", "BOUND", "\"NAME <= V\" or \"NAME >= V\".");
    Arguments.list(
        spec,
        "--fidelity",
        "COLUMN=COST",
        "A column that is a cheaper look at the objective, whose own cost is 1.");
    Arguments.list(
        spec,
        "--learn-from",
        "TABLE.csv",
        "An earlier table to learn from; columns are matched by their names.");
    number(spec, "--start", "Random candidates at the beginning, counted; 5 unless said.");
    number(spec, "--budget", "Evaluations of a run; 100 unless said.");
    number(spec, "--seeds", "Runs; 20 unless said. The first seed is that of --seed.");
    Arguments.text(
        spec,
        "--noise",
        "measured|none",
        "Whether answers scatter as the replicates do; none unless said.");
    Arguments.text(spec, "--baseline", "NAME[,NAME]", "random, ofat; random unless said.");
  }

  private static void number(CommandSpec spec, String name, String description) {
    Arguments.option(spec, Integer.class, name, "N", description);
  }

  @Override
  public int run(ParseResult words, Session session) throws InterruptedException {
    List<Objective> objectives = new ArrayList<>();
    for (String goal : words.matchedOptionValue("--objective", List.<String>of())) {
      objectives.add(objective(goal));
    }
    if (objectives.isEmpty()) {
      throw Options.usage(
          "'plan backtest' needs an objective", "Write it like --objective \"maximize yield\".");
    }
    List<Constraint> constraints = new ArrayList<>();
    for (String bound : words.matchedOptionValue("--constraint", List.<String>of())) {
      constraints.add(constraint(bound));
    }
    List<CheapLook> looks = new ArrayList<>();
    for (String look : words.matchedOptionValue("--fidelity", List.<String>of())) {
      looks.add(look(look));
    }
    Path file = words.matchedPositionalValue(0, Path.of(""));
    Table table = SpaceFile.table(session.folder().resolve(file));
    Space space = space(words, session, table, objectives, constraints, looks);
    Backtest backtest;
    try {
      backtest = new Backtest(table, space, objectives, constraints, looks);
    } catch (CellwrightException e) {
      throw e.at(file.toString());
    }
    backtest.notes().forEach(session::note);
    Problem problem = backtest.problem(words.matchedOptionValue("--budget", 100), 1);
    List<Source> sources = new ArrayList<>();
    for (String earlier : words.matchedOptionValue("--learn-from", List.<String>of())) {
      SourceMatch match = SourceTable.read(session.folder().resolve(earlier), problem);
      session.note("%s: %s".formatted(match.source().name(), match.rows()));
      sources.add(match.source());
    }
    Backtest.Options options = options(words, session, sources);
    Report report = run(session, backtest, options);
    if (session.isText()) {
      session.say(BacktestText.of(report, options, objectives.size() > 1));
    } else {
      session.say(BacktestText.json(report));
    }
    return 0;
  }

  private static Backtest.Options options(
      ParseResult words, Session session, List<Source> sources) {
    String noise = words.matchedOptionValue("--noise", "none");
    if (!List.of("measured", "none").contains(noise)) {
      throw Options.usage("--noise is '%s'".formatted(noise), "It is measured or none.");
    }
    return new Backtest.Options(
        words.matchedOptionValue("--start", 5),
        words.matchedOptionValue("--budget", 100),
        session.options().seed().orElse(1),
        words.matchedOptionValue("--seeds", 20),
        noise.equals("measured"),
        Arrays.stream(words.matchedOptionValue("--baseline", "random").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty() && !name.equals("none"))
            .toList(),
        sources,
        Engine.workers(session));
  }

  private static Space space(
      ParseResult words,
      Session session,
      Table table,
      List<Objective> objectives,
      List<Constraint> constraints,
      List<CheapLook> looks) {
    String space = words.matchedOptionValue("--space", "auto");
    if (!space.equals("auto")) {
      return SpaceFile.read(session.folder().resolve(space));
    }
    List<String> outputs = new ArrayList<>();
    objectives.forEach(objective -> outputs.add(objective.name()));
    looks.forEach(look -> outputs.add(look.column()));
    List<String> bounded = constraints.stream().map(Constraint::name).toList();
    // A misspelt output must not become an input of the others in silence.
    outputs.forEach(table::numbers);
    bounded.forEach(table::numbers);
    TableSpace found = TableSpace.of(table, outputs, bounded);
    found.warnings().forEach(session::warn);
    return found.space();
  }

  private static Report run(Session session, Backtest backtest, Backtest.Options options)
      throws InterruptedException {
    Thread worker = Thread.currentThread();
    try (WorkDisplay display = new WorkDisplay(session, "backtest");
        Watching watching = new Watching(display, worker);
        Interruption watch =
            new Interruption(session.terminal(), watching::stop, "Nothing was kept; ask again.")) {
      return backtest.run(() -> Planners.named("campaign"), options, watching);
    }
  }

  /** Hands progress to the display and a Ctrl-C to the work. */
  private static final class Watching implements Backtest.Watch, AutoCloseable {
    private final WorkDisplay display;
    private final Thread worker;
    private volatile boolean stopped;

    Watching(WorkDisplay display, Thread worker) {
      this.display = display;
      this.worker = worker;
    }

    void stop() {
      stopped = true;
      worker.interrupt();
    }

    @Override
    public void progress(double share) {
      display.show("%.0f %%".formatted(100 * share), share);
    }

    @Override
    public boolean stopped() {
      return stopped;
    }

    @Override
    public void close() {
      stopped = true;
    }
  }

  private static Objective objective(String text) {
    Matcher read = GOAL.matcher(text.strip());
    if (read.matches()) {
      String name = read.group("name");
      String level = read.group("level");
      switch (read.group("goal") + (level == null ? "" : " =")) {
        case "minimize" -> {
          return new Objective(name, Objective.Goal.MINIMIZE, MeasurementUnit.ONE, 0);
        }
        case "maximize" -> {
          return new Objective(name, Objective.Goal.MAXIMIZE, MeasurementUnit.ONE, 0);
        }
        case "target =" -> {
          double value = Quantities.number(String.valueOf(level), "--objective");
          return new Objective(name, Objective.Goal.TARGET, MeasurementUnit.ONE, value);
        }
        case "threshold =" -> {
          double value = Quantities.number(String.valueOf(level), "--objective");
          return new Objective(name, Objective.Goal.THRESHOLD, MeasurementUnit.ONE, value);
        }
        default -> {}
      }
    }
    throw Options.usage(
        "'%s' is no objective".formatted(text),
        "Write \"maximize NAME\", \"minimize NAME\", \"target NAME = V\" or \"threshold NAME = V\".");
  }

  private static Constraint constraint(String text) {
    Matcher read = BOUND.matcher(text.strip());
    if (!read.matches()) {
      throw Options.usage(
          "'%s' is no constraint".formatted(text), "Write \"NAME <= V\" or \"NAME >= V\".");
    }
    return new Constraint(
        read.group("name"),
        read.group("sense").equals("<=") ? Constraint.Sense.AT_MOST : Constraint.Sense.AT_LEAST,
        Quantities.number(read.group("limit"), "--constraint"),
        MeasurementUnit.ONE);
  }

  private static CheapLook look(String text) {
    Matcher read = LOOK.matcher(text.strip());
    if (!read.matches()) {
      throw Options.usage("'%s' is no fidelity".formatted(text), "Write COLUMN=COST.");
    }
    return new CheapLook(
        read.group("name").strip(), Quantities.number(read.group("cost"), "--fidelity"));
  }
}
