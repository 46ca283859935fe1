package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.FeasibleDesigns;
import org.cellwright.science.planner.space.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesignStreamTest {

  private static Space space(List<Variable> variables, String... rules) {
    return new Space(
        variables,
        Stream.of(rules)
            .map(text -> (KnownConstraint) ArithmeticRule.parse(text, variables))
            .toList());
  }

  /** Numbers x0 … in [0, 1], five solvents, and n from 0 to 9. */
  private static List<Variable> mixed(int numbers) {
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < numbers; i++) {
      variables.add(new Variable.Continuous("x" + i, 0, 1, MeasurementUnit.ONE));
    }
    variables.add(
        new Variable.Choices("solvent", List.of("A", "B", "C", "D", "E"), new LinkedHashMap<>()));
    variables.add(new Variable.Integers("n", 0, 9));
    return variables;
  }

  private static List<Design> designs(Space space, boolean even, int count) {
    Encoding encoding = new Encoding(space);
    Rules rules = Rules.of(encoding);
    DesignStream stream =
        even ? DesignStream.even(encoding, rules, 1) : DesignStream.random(encoding, rules, 1);
    List<Design> designs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] z = stream.next(i, List.of());
      if (z != null) {
        designs.add(space.accept(encoding.decode(z).values()));
      }
    }
    return designs;
  }

  private static Map<String, Integer> shares(List<Design> designs, String name) {
    Map<String, Integer> shares = new TreeMap<>();
    designs.forEach(d -> shares.merge(String.valueOf(d.values().get(name)), 1, Integer::sum));
    return shares;
  }

  /** Of a uniform point of this simplex each coordinate has mean 1/9, and the sum is Beta(8, 1). */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSmallCornerOfTheCubeIsFilledAsChanceWouldFillIt(boolean even) {
    List<Design> designs =
        designs(space(mixed(8), "x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 <= 1"), even, 200);
    assertEquals(200, designs.size());
    for (Map.Entry<String, Integer> share : shares(designs, "solvent").entrySet()) {
      assertEquals(40, share.getValue(), 20, share.toString());
    }
    assertEquals(10, shares(designs, "n").size());
    double[] sums =
        designs.stream()
            .mapToDouble(d -> IntStream.range(0, 8).mapToDouble(i -> d.si("x" + i)).sum())
            .toArray();
    assertEquals(
        8.0 / 9, IntStream.range(0, 200).mapToDouble(i -> sums[i]).average().orElse(0), 0.03);
    for (int i = 0; i < 8; i++) {
      String name = "x" + i;
      double[] x = designs.stream().mapToDouble(d -> d.si(name)).sorted().toArray();
      assertEquals(
          1.0 / 9, IntStream.range(0, 200).mapToDouble(k -> x[k]).average().orElse(0), 0.03);
      assertTrue(x[199] - x[0] > 0.35, name + " to " + x[199]);
    }
  }

  @Test
  void numbersGoWithTheLevelThatWasDrawn() {
    List<Design> designs =
        designs(space(mixed(6), "x0 + x1 + x2 + x3 + x4 + x5 <= 0.05 * n"), false, 300);
    for (Map.Entry<String, Integer> share : shares(designs, "n").entrySet()) {
      assertEquals(30, share.getValue(), 20, share.toString());
    }
  }

  @Test
  void thinBandsAndCurvedSurfacesAreSpannedFromEndToEnd() {
    for (String[] rules :
        List.of(
            new String[] {"x0 - x1 <= 0.001", "x1 - x0 <= 0.001", "x2 - x3 <= 0.001", "x3 <= x2"},
            new String[] {"x0 * x0 + x1 * x1 = 1", "x2 * x3 <= 0.001", "x2 * x2 + x3 >= 0.9"})) {
      List<Design> designs = designs(space(mixed(4), rules), true, 200);
      for (int i = 0; i < 4; i++) {
        String name = "x" + i;
        double[] x = designs.stream().mapToDouble(d -> d.si(name)).sorted().toArray();
        assertTrue(x[0] < 0.1 && x[199] > 0.9, rules[0] + ": " + x[0] + " to " + x[199]);
      }
      assertEquals(5, shares(designs, "solvent").size());
    }
  }

  private static List<Variable> integers(int count, int highest) {
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      variables.add(new Variable.Integers("k" + i, 0, highest));
    }
    return variables;
  }

  private static String sum(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i).collect(Collectors.joining(" + "));
  }

  @ParameterizedTest
  @CsvSource({"24, 1, <= 1, 25", "6, 9, = 5, 252", "4, 9, <= 3, 35", "3, 2000000000, <= 2, 10"})
  void ofManyCombinationsEveryOneThatTheRuleLeavesIsDrawnOnce(
      int count, int highest, String limit, int left) {
    assertEquals(left, drawn(space(integers(count, highest), sum(count) + " " + limit)));
  }

  /** How many different designs there are until none is left; none comes twice. */
  private static int drawn(Space space) {
    Encoding encoding = new Encoding(space);
    DesignStream stream = DesignStream.random(encoding, Rules.of(encoding), 1);
    List<double[]> taken = new ArrayList<>();
    Set<Design> designs = new HashSet<>();
    for (double[] z = stream.next(0, taken); z != null; z = stream.next(taken.size(), taken)) {
      taken.add(z);
      designs.add(space.accept(encoding.decode(z).values()));
    }
    assertEquals(designs.size(), taken.size());
    return designs.size();
  }

  @Test
  void levelsAndDescriptorsOfManyPowersOfTenAreAllDrawn() {
    List<Double> powers = List.of(1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0);
    SequencedMap<String, List<Double>> described = new LinkedHashMap<>();
    powers.forEach(power -> described.put("with " + power, List.of(power)));
    assertEquals(9, drawn(space(List.of(new Variable.Grid("rate", powers, MeasurementUnit.ONE)))));
    assertEquals(
        9,
        drawn(
            space(
                List.of(
                    new Variable.Choices("salt", List.copyOf(described.keySet()), described)))));
  }

  @Test
  void aCampaignAsksEveryDesignThatARuleLeavesBeforeItEnds() {
    Space space = space(integers(4, 9), sum(4) + " <= 3");
    Problem problem =
        new Problem(
            "left",
            space,
            List.of(new Objective("y", Objective.Goal.MINIMIZE, MeasurementUnit.ONE, 0)),
            List.of(),
            List.of(new Fidelity("only", "test", 1, Settings.NONE)),
            1000,
            List.of(),
            1);
    Campaigns.Log log =
        Campaigns.play(
            new ModelBased(),
            problem,
            (x, _) -> {
              SequencedMap<String, Value> y = new LinkedHashMap<>();
              y.put("y", Value.Scalar.of(x.si("k0") - x.si("k1"), MeasurementUnit.ONE));
              return y;
            },
            100);
    assertEquals(35, log.asks().size());
    assertEquals(35, log.asks().stream().map(Ask::design).distinct().count());
  }

  @Test
  void whatIsLeftBesideNumbersThatCannotMoveIsFound() {
    Space space = space(mixed(2), "x0 + x1 = 2");
    Encoding encoding = new Encoding(space);
    Rules rules = Rules.of(encoding);
    List<double[]> known = new ArrayList<>();
    for (FeasibleDesigns.Left left = left(encoding, rules, known);
        !left.designs().isEmpty();
        left = left(encoding, rules, known)) {
      known.addAll(left.designs());
    }
    assertEquals(50, known.size());
  }

  private static FeasibleDesigns.Left left(Encoding encoding, Rules rules, List<double[]> known) {
    return FeasibleDesigns.left(
        encoding, rules, z -> known.stream().noneMatch(k -> Encoding.same(k, z)), known, 1);
  }
}
