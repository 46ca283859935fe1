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
 * {@code bench [NAME] [--peers] [--speed] [--json]}: runs one bench or all, and prints what it
 * measured. What falls short is said, not punished: the exit code is 0.
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
     * @param peers whether to run the peers as well
     */
    List<Result> run(Path root, boolean peers) throws Exception;
  }

  private static final String HELP =
      """
      cellwright bench [NAME] [--peers] [--speed] [--json]

        programs that measure what is promised; what falls short is printed, the exit code is 0

            NAME      %s; all of them unless said
            --peers   run PyBaMM side by side; the first time installs it into target/bench
            --speed   of the planner's bench: only how long an ask takes
            --json    one JSON document for each, with counters and ratios

      Example:
        cellwright bench cell --peers
      """;

  private static final SequencedMap<String, Program> PROGRAMS = new LinkedHashMap<>();

  static {
    PROGRAMS.put("cell", (root, peers) -> new CellBench(root, new Stopwatch(1, 0.5)).run(peers));
    PROGRAMS.put(
        "robustness", (root, peers) -> new RobustnessBench(root, Model.DFN, 1, 2000).run());
    PROGRAMS.put("planner", (root, peers) -> new PlannerSpeed().run());
    PROGRAMS.put("spaces", (root, peers) -> RandomSpaces.run());
  }

  private Bench() {}

  public static void main(String[] words) {
    System.exit(run(words));
  }

  private static int run(String[] words) {
    boolean json = false;
    boolean peers = false;
    List<String> names = new ArrayList<>();
    List<String> strange = new ArrayList<>();
    for (String word : words) {
      switch (word) {
        case "--json", "--format=json" -> json = true;
        case "--peers" -> peers = true;
        case "--speed" -> {
          // The planner's bench has no other part yet.
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
          "Use: cellwright bench [NAME] [--peers] [--speed] [--json].");
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
        Report report = new Report(name, commit, program.run(root, peers));
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
