package org.cellwright.cli.command;

import java.util.List;
import java.util.Optional;

/** All words, in the order in which a newcomer needs them. */
public final class Words {
  private Words() {}

  public static final List<Command> ALL =
      List.of(
          new RunCommand(),
          new ReportCommand(),
          new ResumeCommand(),
          new ListCommand(),
          new ShowCommand(),
          new EvaluateCommand(),
          new PlanAskCommand(),
          new PlanTellCommand(),
          new PlanVoidCommand(),
          new PlanExplainCommand(),
          new PlanPredictCommand(),
          new PlanBacktestCommand(),
          new SimulateCommand(),
          new EisCommand(),
          new SweepCommand(),
          new CompareCommand(),
          new DoctorCommand(),
          new VersionCommand());

  /** Words that only a source checkout knows; its launcher runs them. */
  public static final List<String> CHECKOUT = List.of("verify", "bench", "format");

  /** Whether a word only means something together with the next one. */
  public static boolean isFirstOfTwo(String word) {
    return ALL.stream().anyMatch(command -> command.name().startsWith(word + " "));
  }

  public static Optional<Command> named(String name) {
    return ALL.stream().filter(word -> word.name().equals(name)).findFirst();
  }
}
