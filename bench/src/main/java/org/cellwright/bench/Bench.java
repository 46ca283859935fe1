package org.cellwright.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Model;

/**
 * {@code bench [NAME] [--peers] [--speed] [--seeds N] [--sets 'A;B'] [--json]}: runs one bench or
 * all, and prints what it measured. What falls short is said, not punished: the exit code is 0.
 *
 * <p>The launcher says where the checkout is and at which commit, in the system properties {@code
 * cellwright.root} and {@code cellwright.commit}.
 */
public final class Bench {
  private static final int WRONG_USE = 2;
  private static final int ABSENT = 4;
  private static final int FAILED = 9;

  /** A program that measures. */
  @FunctionalInterface
  interface Program {
    /**
     * @param root of the checkout
     */
    List<Result> run(Path root, Options options) throws Exception;
  }

  /**
   * @param peers whether to run the peers as well
   * @param seeds how many seeds a bench that repeats itself uses
   * @param sets only these parts of it; empty for all
   * @param speed only how long something takes
   */
  record Options(boolean peers, int seeds, List<String> sets, boolean speed) {
    static final Options USUAL = new Options(false, 20, List.of(), false);
  }

  private static final String HELP =
      """
      cellwright bench [NAME] [--peers] [--speed] [--seeds N] [--sets 'A;B'] [--json]

        programs that measure what is promised; what falls short is printed, the exit code is 0

            NAME      %s; all of them unless said
            --peers   run the peers side by side; the first time installs them into target/bench
            --speed   of the planner's bench: only how long an ask takes
            --seeds   of the planner's bench; 20 unless said
            --sets    only these sets or parts of the planner's bench, joined by semicolons
            --json    one JSON document for each, with counters and ratios

      Example:
        cellwright bench cell --peers
      """;

  private static final SequencedMap<String, Program> PROGRAMS = new LinkedHashMap<>();

  static {
    PROGRAMS.put(
        "cell", (root, options) -> new CellBench(root, new Stopwatch(1, 0.5)).run(options.peers));
    PROGRAMS.put(
        "robustness", (root, options) -> new RobustnessBench(root, Model.DFN, 1, 2000).run());
    PROGRAMS.put("planner", PlannerBench::run);
    PROGRAMS.put("spaces", (root, options) -> RandomSpaces.run());
  }

  private Bench() {}

  public static void main(String[] words) {
    System.exit(run(words));
  }

  private static int run(String[] words) {
    boolean json = false;
    Options options = Options.USUAL;
    List<String> names = new ArrayList<>();
    List<String> strange = new ArrayList<>();
    List<String> left = new ArrayList<>(List.of(words));
    while (!left.isEmpty()) {
      String word = left.removeFirst();
      switch (word) {
        case "--json", "--format=json" -> json = true;
        case "--peers" -> options = new Options(true, options.seeds, options.sets, options.speed);
        case "--speed" -> options = new Options(options.peers, options.seeds, options.sets, true);
        case "--seeds", "--sets" -> {
          String value = left.isEmpty() ? "" : left.removeFirst();
          boolean understood =
              word.equals("--seeds") ? value.matches("[1-9][0-9]{0,3}") : !value.isBlank();
          if (!understood) {
            strange.add(word + " " + value);
          } else if (word.equals("--seeds")) {
            options =
                new Options(options.peers, Integer.parseInt(value), options.sets, options.speed);
          } else {
            options =
                new Options(
                    options.peers, options.seeds, List.of(value.split("\\s*;\\s*")), options.speed);
          }
        }
        case "--help", "-h" -> {
          System.out.print(HELP.formatted(String.join(" or ", PROGRAMS.keySet())));
          return 0;
        }
        default -> (word.startsWith("-") ? strange : names).add(word);
      }
    }
    if (!strange.isEmpty() || names.size() > 1) {
      return fail(
          json,
          WRONG_USE,
          "not understood: " + String.join(" ", strange.isEmpty() ? names : strange),
          "bench",
          "Use: cellwright bench [NAME] [--peers] [--speed] [--seeds N] [--sets 'A;B'] [--json].");
    }
    if (!PROGRAMS.keySet().containsAll(names)) {
      return fail(
          json,
          ABSENT,
          "there is no bench '%s'".formatted(names.getFirst()),
          "bench",
          "There is: " + String.join(", ", PROGRAMS.keySet()) + ".");
    }
    Path root = Path.of(System.getProperty("cellwright.root", ".")).toAbsolutePath().normalize();
    String commit = System.getProperty("cellwright.commit", "unknown");
    for (String name : names.isEmpty() ? PROGRAMS.keySet() : names) {
      Program program = PROGRAMS.get(name);
      if (program == null) {
        continue;
      }
      try {
        Report report = new Report(name, commit, program.run(root, options));
        System.out.print(json ? report.json() + "\n" : report.table());
      } catch (CellwrightException e) {
        return fail(json, FAILED, e.what(), "bench " + name, String.valueOf(e.hint()));
      } catch (Exception e) {
        e.printStackTrace();
        return fail(json, FAILED, e.toString(), "bench " + name, "The trace is above.");
      }
    }
    return 0;
  }

  private static int fail(boolean json, int code, String message, String where, String hint) {
    if (json) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.putObject("error")
          .put("code", code)
          .put("message", message)
          .put("where", where)
          .put("hint", hint);
      System.out.println(root);
    } else {
      System.err.printf("error: %s: %s%n%s%n", where, message, hint);
    }
    return code;
  }
}
