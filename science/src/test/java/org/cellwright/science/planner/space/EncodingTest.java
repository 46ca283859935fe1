package org.cellwright.science.planner.space;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Condition;
import org.cellwright.core.Design;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;
  private static final MeasurementUnit CELSIUS = MeasurementUnit.parse("degC");
  private static final List<Variable> VARIABLES =
      List.of(
          new Variable.Continuous("temperature", 20, 80, CELSIUS),
          new Variable.Continuous("a", 0, 1, ONE),
          new Variable.Continuous("b", 0, 1, ONE),
          new Variable.Integers("n", 0, 9),
          new Variable.Integers("m", 0, 9),
          new Variable.Choices("solvent", List.of("DMC", "EMC", "PC"), new LinkedHashMap<>()));

  private static Space space(String... rules) {
    return new Space(
        VARIABLES,
        Stream.of(rules)
            .map(text -> (KnownConstraint) ArithmeticRule.parse(text, VARIABLES))
            .toList());
  }

  private static SequencedMap<String, Value> fixed(String name, Value value) {
    SequencedMap<String, Value> fixed = new LinkedHashMap<>();
    fixed.put(name, value);
    return fixed;
  }

  private static double[] drawn(Encoding encoding, RandomStream random) {
    double[] u = new double[encoding.unitWidth()];
    for (int j = 0; j < u.length; j++) {
      u[j] = random.nextDouble();
    }
    return encoding.fromUnit(u);
  }

  @Test
  void aHeldVariableHasItsValueToTheLastDigitAndOthersCanStillBeEncoded() {
    Encoding free = new Encoding(space());
    Encoding encoding = free.holding(fixed("temperature", Value.Scalar.of(25.1, CELSIUS)));
    RandomStream random = new RandomStream(1, 0);
    for (int i = 0; i < 200; i++) {
      double[] elsewhere = drawn(free, random);
      Design design = free.decode(elsewhere);
      assertTrue(Encoding.same(elsewhere, encoding.encode(design)));
      assertFalse(encoding.holds(elsewhere));
      double[] z = encoding.perturb(drawn(encoding, random), 0.3, 0.5, random);
      assertTrue(encoding.holds(z));
      assertEquals(Value.Scalar.of(25.1, CELSIUS), encoding.decode(z).values().get("temperature"));
    }
    assertEquals(free.width(), encoding.width());
  }

  @Test
  void aHeldValueOutsideTheSpaceIsRefused() {
    Encoding free = new Encoding(space());
    assertThrows(
        CellwrightException.class,
        () -> free.holding(fixed("temperature", Value.Scalar.of(99, CELSIUS))));
    CellwrightException refusal =
        assertThrows(
            CellwrightException.class,
            () -> free.holding(fixed("temprature", Value.Scalar.of(25, CELSIUS))));
    assertTrue(String.valueOf(refusal.hint()).contains("temperature"));
  }

  @Test
  void equalitiesAreMetAndTheirDesignsDiffer() {
    Space space = space("a + b = 1", "n + m = 7", "a * temperature <= 330 K");
    Encoding encoding = new Encoding(space);
    Rules rules = Rules.of(encoding);
    RandomStream random = new RandomStream(2, 0);
    double least = 1;
    double most = 0;
    for (int i = 0; i < 500; i++) {
      double[] z = rules.mend(drawn(encoding, random));
      assertTrue(rules.keep(z));
      Design design = space.accept(encoding.decode(z).values());
      assertEquals(1, design.si("a") + design.si("b"), 1e-9);
      assertEquals(7, design.si("n") + design.si("m"), 0);
      least = Math.min(least, design.si("a"));
      most = Math.max(most, design.si("a"));
    }
    assertTrue(least < 0.05 && most > 0.95, least + " to " + most);
  }

  @Test
  void anEqualityThatIsNotLinearIsMetToo() {
    Space space = space("a * b = 0.2");
    Encoding encoding = new Encoding(space);
    Rules rules = Rules.of(encoding);
    RandomStream random = new RandomStream(3, 0);
    for (int i = 0; i < 200; i++) {
      Design design = encoding.decode(rules.mend(drawn(encoding, random)));
      assertEquals(0.2, design.si("a") * design.si("b"), 1e-9);
    }
  }

  @Test
  void equalitiesOutOfReachOrAgainstEachOtherAreRefused() {
    assertTrue(
        assertThrows(CellwrightException.class, () -> Rules.requireFeasible(space("a + b = 3")))
            .what()
            .contains("'a + b = 3'"));
    assertThrows(
        CellwrightException.class, () -> Rules.requireFeasible(space("a + b = 1", "a + b = 1.2")));
    assertThrows(
        CellwrightException.class, () -> Rules.requireFeasible(space("a + b = 1", "a * b >= 0.3")));
  }

  @Test
  void wholeNumbersHaveTheFeaturesOfTheirLevels() {
    double[] numbers = IntStream.rangeClosed(-3, 96).asDoubleStream().toArray();
    Axis levels = new Axis.Levels(numbers, ONE);
    Axis whole = Axis.of(new Variable.Integers("n", -3, 96));
    RandomStream random = new RandomStream(7, 0);
    for (int i = 0; i < 2000; i++) {
      double place = i < 200 ? i / 199.0 : random.nextDouble();
      double[] a = {place};
      double[] b = {place};
      assertEquals(levels.read(a, 0), whole.read(b, 0));
      levels.settle(a, 0);
      whole.settle(b, 0);
      assertEquals(a[0], b[0]);
      levels.fromUnit(new double[] {place}, 0, a, 0);
      whole.fromUnit(new double[] {place}, 0, b, 0);
      assertEquals(a[0], b[0]);
      List<Double> moves = new ArrayList<>();
      levels.neighbours(a, 0, new RandomStream(8, i), moved -> moves.add(moved[0]));
      whole.neighbours(b, 0, new RandomStream(8, i), moved -> assertTrue(moves.remove(moved[0])));
      assertTrue(moves.isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 100000000", "0, 2000000000", "-2147483648, 2147483647"})
  void wideRangesOfWholeNumbersCostNothingAndKeepEveryNumber(int lower, int upper) {
    Encoding encoding =
        new Encoding(new Space(List.of(new Variable.Integers("n", lower, upper)), List.of()));
    assertEquals(1L + upper - lower, encoding.cardinality());
    for (long n : new long[] {lower, lower + 1L, (lower + (long) upper) / 2, upper - 1L, upper}) {
      double[] z = encoding.encode(new Design(fixed("n", Value.Scalar.of(n, ONE))));
      encoding.settle(z);
      assertEquals(n, encoding.decode(z).si("n"));
      assertFalse(encoding.neighbours(z, new RandomStream(9, n)).isEmpty());
      for (double[] other : encoding.neighbours(z, new RandomStream(9, n))) {
        assertFalse(encoding.isSame(z, other));
      }
    }
  }

  private static Space conditional() {
    List<Variable> variables =
        List.of(
            new Variable.Choices("solvent", List.of("DMC", "EMC", "PC"), new LinkedHashMap<>()),
            new Variable.Continuous("share", 0.1, 0.5, ONE),
            new Variable.Integers("steps", 1, 3),
            new Variable.Continuous("rest", 1, 60, MeasurementUnit.parse("min")));
    SequencedMap<String, Condition> conditions = new LinkedHashMap<>();
    conditions.put("share", Condition.parse("solvent = DMC or EMC", variables));
    conditions.put("rest", Condition.parse("steps >= 2", variables));
    return new Space(
        variables, List.of(ArithmeticRule.parse("share * 100 min >= rest", variables)), conditions);
  }

  @Test
  void whatDoesNotCountIsLeftOutAndMakesNoDifference() {
    Space space = conditional();
    Encoding encoding = new Encoding(space);
    Rules rules = Rules.of(encoding);
    RandomStream random = new RandomStream(4, 0);
    int without = 0;
    for (int i = 0; i < 500; i++) {
      double[] z = rules.mend(encoding.perturb(drawn(encoding, random), 0.2, 0.5, random));
      Design design = encoding.decode(z);
      boolean pc = new Value.Category("PC").equals(design.values().get("solvent"));
      assertEquals(!pc, design.values().containsKey("share"));
      assertEquals(design.si("steps") >= 2, design.values().containsKey("rest"));
      if (!pc && design.si("steps") >= 2) {
        assertTrue(design.si("share") * 6000 >= design.si("rest") - 1e-6);
      }
      without += pc ? 1 : 0;
      assertEquals(design, space.accept(design.values()));
      assertTrue(Encoding.same(z, encoding.encode(design)));
    }
    assertTrue(without > 50 && without < 450, without + " without");
  }

  @Test
  void aDesignThatSaysMoreThanCountsIsTheSameDesign() {
    Space space = conditional();
    SequencedMap<String, Value> brief = new LinkedHashMap<>();
    brief.put("solvent", new Value.Category("PC"));
    brief.put("steps", Value.Scalar.of(1, ONE));
    SequencedMap<String, Value> wordy = new LinkedHashMap<>(brief);
    wordy.put("share", Value.Scalar.of(0.3, ONE));
    assertEquals(space.accept(brief), space.accept(wordy));
    Encoding encoding = new Encoding(space);
    assertTrue(
        Encoding.same(encoding.encode(new Design(brief)), encoding.encode(new Design(wordy))));
    SequencedMap<String, Value> missing = new LinkedHashMap<>(brief);
    missing.put("solvent", new Value.Category("DMC"));
    assertThrows(CellwrightException.class, () -> space.accept(missing));
  }

  @Test
  void orderedNamesStandInTheirOrder() {
    Variable.Choices levels = Variable.Choices.ordered("stir", List.of("low", "medium", "high"));
    Encoding encoding = new Encoding(new Space(List.of(levels), List.of()));
    double[] places = new double[3];
    for (int i = 0; i < 3; i++) {
      places[i] =
          encoding
              .encode(new Design(fixed("stir", new Value.Category(levels.options().get(i)))))[0];
    }
    assertEquals(0, places[0]);
    assertEquals(0.5, places[1]);
    assertEquals(1, places[2]);
  }

  /** What differs in more ways can differ by more: nothing is scaled down to one number. */
  @Test
  void manyDescriptorsShareOneLengthAndEachCountsByItsRange() {
    SequencedMap<String, List<Double>> rows = new LinkedHashMap<>();
    rows.put("p", List.of(-5.0, 100.0, 0.1));
    rows.put("q", List.of(-3.0, 100.0, 0.5));
    rows.put("r", List.of(-5.0, 300.0, 0.5));
    rows.put("s", List.of(-3.0, 300.0, 0.1));
    Encoding encoding = described(rows);
    assertEquals(1, encoding.groupCount());
    Map<String, double[]> expected =
        Map.of(
            "p", new double[] {0, 0, 0},
            "q", new double[] {1, 0, 1},
            "r", new double[] {0, 1, 1},
            "s", new double[] {1, 1, 0});
    expected.forEach((option, row) -> {
      Design design = new Design(fixed("c", new Value.Category(option)));
      assertArrayEquals(row, encoding.encode(design), 1e-12);
    });
  }

  /** The second column is the first in other words; the third comes back to tell q from r. */
  @Test
  void descriptorsThatSayTheSameCountOnceUnlessTheyTellOptionsApart() {
    SequencedMap<String, List<Double>> rows = new LinkedHashMap<>();
    rows.put("p", List.of(0.0, 100.0, 3.0));
    rows.put("q", List.of(1.0, 80.0, 3.2));
    rows.put("r", List.of(2.0, 60.0, 2.9));
    assertEquals(2, described(rows).width());
    rows.put("r", List.of(1.0, 80.0, 3.4));
    assertEquals(2, described(rows).width());
    rows.put("r", List.of(4.0, 20.0, 7.0));
    assertEquals(1, described(rows).width());
    rows.put("r", rows.get("q"));
    assertEquals(3, described(rows).width());
    assertEquals(1, described(rows).groupCount());
  }

  private static Encoding described(SequencedMap<String, List<Double>> rows) {
    Variable.Choices choices = new Variable.Choices("c", List.copyOf(rows.keySet()), rows);
    return new Encoding(new Space(List.of(choices), List.of()));
  }

  @Test
  void lowerLimitsHoldAlwaysOrForWhatIsPresent() {
    SequencedMap<String, Double> atLeast = new LinkedHashMap<>();
    SequencedMap<String, Double> atMost = new LinkedHashMap<>();
    for (String part : List.of("EC", "EMC", "DMC", "PC")) {
      atMost.put(part, part.equals("EC") ? 0.5 : 1.0);
      atLeast.put(part, part.equals("PC") ? 0.0 : 0.2);
    }
    RandomStream random = new RandomStream(6, 0);
    for (int components = 2; components <= 4; components++) {
      Variable.Blend blend = new Variable.Blend("blend", atLeast, atMost, components);
      Space space = new Space(List.of(blend), List.of());
      Encoding encoding = new Encoding(space);
      int absent = 0;
      for (int i = 0; i < 300; i++) {
        double[] z = encoding.perturb(drawn(encoding, random), 0.2, 0.5, random);
        Design design = space.accept(encoding.decode(z).values());
        double[] again = z.clone();
        encoding.settle(again);
        assertTrue(Encoding.same(z, again));
        absent += z[0] == 0 ? 1 : 0;
        assertTrue(z[0] == 0 || z[0] >= 0.2 - 1e-9, design.toString());
      }
      assertTrue(components == 4 ? absent == 0 : absent > 0, absent + " without EC");
    }
    assertThrows(
        CellwrightException.class, () -> new Variable.Blend("blend", all(atMost, 0.3), atMost, 4));
    assertNotEquals(List.of(), new Variable.Blend("blend", all(atMost, 0.3), atMost, 3).someSet());
  }

  private static SequencedMap<String, Double> all(SequencedMap<String, Double> parts, double x) {
    SequencedMap<String, Double> same = new LinkedHashMap<>();
    parts.keySet().forEach(part -> same.put(part, x));
    return same;
  }
}
