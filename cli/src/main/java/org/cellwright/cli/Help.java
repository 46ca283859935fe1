package org.cellwright.cli;

import org.cellwright.cli.command.Command;
import org.cellwright.cli.command.Options;
import org.cellwright.cli.command.Words;
import org.cellwright.cli.terminal.Terminal;
import org.cellwright.cli.terminal.Terminal.Style;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What Cellwright says of itself. */
final class Help {
  private static final String BEGINNING =
      """
      %s  batteries designed in closed loop

      Say in a file what battery you need. Cellwright decides which simulations to run,
      runs them, learns from every result, and hands back designs with the reasons for them.

      %s
        cellwright run examples/fast-charge-cell.yaml
            a fast-charging cell that can be made: three minutes, then open its report.html

      %s
      """;
  private static final String END =
      """

      %s
        verify      build everything and run every test
        bench       run the programs that measure what is promised
        format      lay out the sources

      Options may stand anywhere after the command: --json, --quiet, --home DIR, --workers N, ...
      'cellwright COMMAND --help' shows all of them, with an example.
      """;

  private Help() {}

  /** Everything there is, in the order in which a newcomer needs it. */
  static String overview(Terminal terminal) {
    StringBuilder text = new StringBuilder();
    text.append(
        BEGINNING.formatted(
            terminal.onOut(Style.STRONG, "Cellwright"),
            terminal.onOut(Style.STRONG, "Start here"),
            terminal.onOut(Style.STRONG, "Commands")));
    for (Command command : Words.ALL) {
      text.append("  %-13s  %s%n".formatted(command.name(), command.summary()));
    }
    return text.append(END.formatted(terminal.onOut(Style.STRONG, "In a source checkout")))
        .toString();
  }

  static CommandLine line(Command command) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(null).name("cellwright " + command.name());
    command.declare(spec);
    Options.declare(spec);
    return new CommandLine(spec).setOverwrittenOptionsAllowed(true);
  }

  static String synopsis(CommandLine line, Command command) {
    StringBuilder text = new StringBuilder("cellwright ").append(command.name());
    line.getCommandSpec()
        .positionalParameters()
        .forEach(argument ->
            text.append(
                argument.required()
                    ? " " + argument.paramLabel()
                    : " [" + argument.paramLabel() + "]"));
    line.getCommandSpec().options().stream()
        .filter(OptionSpec::required)
        .forEach(option -> text.append(' ' + option.longestName() + ' ' + option.paramLabel()));
    return text.append(" [options]").toString();
  }

  static String of(CommandLine line, Command command, Terminal terminal) {
    CommandLine.Model.UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.width(Math.min(110, Math.max(80, terminal.columns())));
    usage.sortOptions(false);
    usage.longOptionsMaxWidth(30);
    CommandLine.Help help =
        new CommandLine.Help(line.getCommandSpec(), CommandLine.Help.defaultColorScheme(Ansi.OFF));
    StringBuilder text = new StringBuilder();
    text.append(synopsis(line, command)).append("\n\n  ").append(command.summary()).append('\n');
    for (String paragraph : command.explanation()) {
      text.append('\n').append(paragraph.indent(2));
    }
    text.append('\n').append(help.parameterList()).append(help.optionList());
    return text.append("\nExample:\n  cellwright ")
        .append(command.example())
        .append('\n')
        .toString();
  }
}
