package org.cellwright.cli.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that every word understands.
 *
 * @param home where archive, caches and runs live
 * @param database where records go instead of the home; null for the home
 */
public record Options(
    Format format,
    Path home,
    @Nullable String database,
    OptionalLong seed,
    OptionalInt workers,
    boolean quiet,
    boolean verbose) {

  /** How a result is written. */
  public enum Format {
    TEXT,
    JSON,
    JSONL
  }

  /** Adds them to a word. */
  public static void declare(CommandSpec spec) {
    Arguments.text(
        spec,
        "--format",
        "text|json|jsonl",
        "How the result is written; text, for people, unless said.");
    Arguments.flag(spec, "--json", "Short for --format json.");
    Arguments.option(
        spec,
        Path.class,
        "--home",
        "DIR",
        "Where archive, caches and runs live: $CELLWRIGHT_HOME or ./.cellwright unless said.");
    Arguments.text(spec, "--db", "URL", "Put the records into this database instead.");
    Arguments.option(spec, Long.class, "--seed", "N", "Seed of everything random.");
    Arguments.option(
        spec,
        Integer.class,
        "--workers",
        "N",
        "How many evaluations run at once; all cores unless said.");
    Arguments.flag(spec, "--quiet", "No progress and no notes.");
    Arguments.flag(spec, "--verbose", "More notes, and the stack trace of an error.");
    spec.addOption(
        OptionSpec.builder("--help", "-h")
            .usageHelp(true)
            .type(boolean.class)
            .arity("0")
            .description("Show this.")
            .build());
  }

  /**
   * @param folder what relative paths refer to
   */
  public static Options of(ParseResult words, Map<String, String> environment, Path folder) {
    String format = words.matchedOptionValue("--format", "text");
    if (words.hasMatchedOption("--json")) {
      format = "json";
    }
    Integer workers = words.matchedOptionValue("--workers", null);
    if (workers != null && (workers < 1 || workers > 4096)) {
      throw usage("--workers is %d; it must be from 1 to 4096".formatted(workers), null);
    }
    Long seed = words.matchedOptionValue("--seed", null);
    Path home =
        words.matchedOptionValue(
            "--home", Path.of(environment.getOrDefault("CELLWRIGHT_HOME", ".cellwright")));
    return new Options(
        format(format),
        folder.resolve(home),
        words.matchedOptionValue("--db", null),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        workers == null ? OptionalInt.empty() : OptionalInt.of(workers),
        words.hasMatchedOption("--quiet"),
        words.hasMatchedOption("--verbose"));
  }

  private static Format format(String written) {
    return switch (written) {
      case "text" -> Format.TEXT;
      case "json" -> Format.JSON;
      case "jsonl" -> Format.JSONL;
      default ->
          throw usage(
              "there is no format '%s'".formatted(written),
              NearestName.hint(written, java.util.List.of("text", "json", "jsonl")));
    };
  }

  static CellwrightException usage(String what, @Nullable String hint) {
    return new CellwrightException(CellwrightException.Kind.USAGE, what, null, hint);
  }
}
