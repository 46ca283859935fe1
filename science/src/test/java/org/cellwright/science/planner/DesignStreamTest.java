package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.Design;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Space;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
