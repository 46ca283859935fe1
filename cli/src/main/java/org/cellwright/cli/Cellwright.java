package org.cellwright.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellwright.cli.command.Command;
import org.cellwright.cli.command.Options;
import org.cellwright.cli.command.Session;
import org.cellwright.cli.command.Words;
import org.cellwright.cli.terminal.Terminal;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the words, runs the command, and says in the exit code how it went. */
public final class Cellwright {
  private final Terminal terminal;
  private final Map<String, String> environment;
  private final Path folder;

  /**
   * @param folder what relative paths refer to
   */
  public Cellwright(Terminal terminal, Map<String, String> environment, Path folder) {
    this.terminal = terminal;
    this.environment = environment;
    this.folder = folder;
  }

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Cellwright cellwright =
        new Cellwright(Terminal.ofProcess(environment), environment, Path.of(""));
    System.exit(cellwright.run(List.of(arguments)));
  }

  /**
   * @return the exit code
   */
  public int run(List<String> spoken) {
    List<String> arguments = joined(spoken);
    if (arguments.isEmpty() || List.of("help", "--help", "-h").contains(arguments.getFirst())) {
      return help(arguments);
    }
    String first = arguments.getFirst().equals("--version") ? "version" : arguments.getFirst();
    List<String> rest = arguments.subList(1, arguments.size());
    // Until the options are understood, errors take the form that they seem to ask for.
    Options.Format format = seemingFormat(rest);
    boolean verbose = rest.contains("--verbose");
    Path home = folder.resolve(environment.getOrDefault("CELLWRIGHT_HOME", ".cellwright"));
    try {
      Command command = Words.named(first).orElseThrow(() -> unknownWord(first));
      CommandLine line = Help.line(command);
      ParseResult words = parse(line, command, rest);
      if (words.isUsageHelpRequested()) {
        terminal.out().print(Help.of(line, command, terminal));
        return 0;
      }
      Options options = Options.of(words, environment, folder);
      format = options.format();
      home = options.home();
      return command.run(words, new Session(terminal, options, folder, environment));
    } catch (Throwable trouble) {
      return Trouble.tell(trouble, format, verbose, home, terminal);
    }
  }

  /** Two words that mean something only together, such as {@code plan ask}, as one. */
  private static List<String> joined(List<String> words) {
    int at = !words.isEmpty() && words.getFirst().equals("help") ? 1 : 0;
    if (words.size() < at + 2
        || !Words.isFirstOfTwo(words.get(at))
        || words.get(at + 1).startsWith("-")) {
      return words;
    }
    List<String> joined = new ArrayList<>(words);
    joined.set(at, words.get(at) + " " + joined.remove(at + 1));
    return joined;
  }

  private int help(List<String> arguments) {
    Optional<Command> asked = arguments.stream().skip(1).findFirst().flatMap(Words::named);
    terminal
        .out()
        .print(
            asked
                .map(command -> Help.of(Help.line(command), command, terminal))
                .orElseGet(() -> Help.overview(terminal)));
    return 0;
  }

  private static ParseResult parse(CommandLine line, Command command, List<String> words) {
    try {
      return line.parseArgs(words.toArray(String[]::new));
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e.getUnmatched().getFirst(), line.getCommandSpec(), command);
    } catch (MissingParameterException e) {
      throw usage(String.valueOf(e.getMessage()), "Usage: " + Help.synopsis(line, command));
    } catch (ParameterException e) {
      throw usage(
          String.valueOf(e.getMessage()), "'cellwright " + command.name() + " --help' shows how.");
    }
  }

  private static CellwrightException unmatched(String word, CommandSpec spec, Command command) {
    if (!word.startsWith("-")) {
      return usage(
          "'%s' takes no further argument, but got '%s'".formatted(command.name(), word),
          "'cellwright " + command.name() + " --help' shows how.");
    }
    String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return usage(
        "'%s' has no option '%s'".formatted(command.name(), option),
        NearestName.hint(option, spec.optionsMap().keySet()));
  }

  private static CellwrightException unknownWord(String word) {
    if (Words.CHECKOUT.contains(word)) {
      return usage(
          "'%s' exists in a source checkout only".formatted(word),
          "Run it with the launcher there: ./cellwright " + word);
    }
    List<String> known = Words.ALL.stream().map(Command::name).toList();
    String first = word.split(" ", 2)[0];
    if (Words.isFirstOfTwo(first)) {
      return usage(
          word.equals(first)
              ? "'%s' does not stand alone".formatted(word)
              : "there is no command '%s'".formatted(word),
          "There are: "
              + String.join(", ", known.stream().filter(k -> k.startsWith(first + " ")).toList())
              + ".");
    }
    return usage("there is no command '%s'".formatted(word), NearestName.hint(word, known));
  }

  private static CellwrightException usage(String what, String hint) {
    return new CellwrightException(CellwrightException.Kind.USAGE, what, null, hint);
  }

  private static Options.Format seemingFormat(List<String> words) {
    int format = words.indexOf("--format");
    String named = format >= 0 && format + 1 < words.size() ? words.get(format + 1) : "";
    if (named.equals("jsonl") || words.contains("--format=jsonl")) {
      return Options.Format.JSONL;
    }
    return named.equals("json") || words.contains("--format=json") || words.contains("--json")
        ? Options.Format.JSON
        : Options.Format.TEXT;
  }
}
