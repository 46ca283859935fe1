package org.cellwright.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cellwright.core.Value.Category;
import org.cellwright.core.Value.Composition;
import org.cellwright.core.Value.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpaceTest {

  private static final List<Variable> VARIABLES =
      List.of(
          new Variable.Continuous("thickness", 40, 110, MeasurementUnit.parse("um")),
          new Variable.Integers("cycles", 1, 5),
          new Variable.Grid("anneal", List.of(500.0, 550.0), MeasurementUnit.parse("degC")),
          new Variable.Choices("additive", List.of("none", "VC"), new LinkedHashMap<>()),
          new Variable.Blend("blend", parts(0.5, 1.0, 1.0), 2));
  private static final Space SPACE =
      new Space(VARIABLES, List.of(ArithmeticRule.parse("EC + DMC <= 0.8", VARIABLES)));

  private static SequencedMap<String, Double> parts(double ec, double emc, double dmc) {
    SequencedMap<String, Double> parts = new LinkedHashMap<>();
    parts.put("EC", ec);
    parts.put("EMC", emc);
    parts.put("DMC", dmc);
    return parts;
  }

  private static SequencedMap<String, Value> design() {
    SequencedMap<String, Value> design = new LinkedHashMap<>();
    design.put("blend", new Composition(parts(0.3, 0.7, 0)));
    design.put("additive", new Category("VC"));
    design.put("anneal", Scalar.parse("823.15 K"));
    design.put("cycles", Scalar.parse("3"));
    design.put("thickness", Scalar.parse("0.06 mm"));
    return design;
  }

  private static SequencedMap<String, Value> with(String name, Value value) {
    SequencedMap<String, Value> design = design();
    design.put(name, value);
    return design;
  }

  @Test
  void ofLevelsThatLieCloseTheNearestIsMeant() {
    for (List<Double> levels : List.of(List.of(1e9, 1e9 + 0.5, 1e9 + 1), List.of(1e-10, 2e-10))) {
      Variable.Grid grid = new Variable.Grid("rate", levels, MeasurementUnit.ONE);
      for (double level : levels) {
        Scalar value = Scalar.of(level, MeasurementUnit.ONE);
        assertEquals(value, grid.accept(value));
      }
    }
  }

  @Test
  void takesValuesInAnyUnitAndOrderAndGivesThemInItsOwn() {
    Design design = SPACE.accept(design());
    assertEquals(SPACE.names(), List.copyOf(design.values().sequencedKeySet()));
    assertEquals("60.0 um", String.valueOf(design.values().get("thickness")));
    assertEquals("550.0 degC", String.valueOf(design.values().get("anneal")));
  }

  @Test
  void theBoundsThemselvesAreInside() {
    Design unused = SPACE.accept(with("thickness", Scalar.parse("0.00004 m")));
    assertEquals(
        1.1e-4, SPACE.accept(with("thickness", Scalar.parse("0.011 cm"))).si("thickness"), 1e-18);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("thickness", Scalar.parse("111 um"), "between 40.0 and 110.0 um"),
        arguments("thickness", Scalar.parse("60 mV"), "which is no um"),
        arguments("thickness", Scalar.parse("60"), "with a unit such as um"),
        arguments("thickness", new Category("thick"), "a number"),
        arguments("cycles", Scalar.parse("2.5"), "a whole number from 1 to 5"),
        arguments("cycles", Scalar.parse("6"), "a whole number from 1 to 5"),
        arguments("cycles", Scalar.parse("3 m"), "a pure number"),
        arguments("anneal", Scalar.parse("525 degC"), "one of [500.0, 550.0] degC"),
        arguments("additive", new Category("VX"), "one of [none, VC]"),
        arguments("additive", Scalar.parse("1"), "one of [none, VC]"),
        arguments("blend", new Composition(parts(0.6, 0.4, 0)), "at most 2"),
        arguments("blend", new Composition(parts(0.2, 0.3, 0.5)), "at most 2"),
        arguments("blend", new Composition(parts(0.1, 0, 0.9)), "breaks 'EC + DMC <= 0.8' by 0.2"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("refusals")
  void refusesWhatDoesNotFitAndSaysWhatWould(String name, Value value, String what) {
    CellwrightException e =
        assertThrows(CellwrightException.class, () -> SPACE.accept(with(name, value)));
    assertEquals(CellwrightException.Kind.REFUSED, e.kind());
    assertTrue(e.what().contains(what), e.what());
  }

  @Test
  void missingAndUnknownVariablesAreNamed() {
    SequencedMap<String, Value> missing = design();
    missing.remove("cycles");
    assertTrue(
        assertThrows(CellwrightException.class, () -> SPACE.accept(missing))
            .what()
            .contains("says nothing of 'cycles'"));
    CellwrightException e =
        assertThrows(
            CellwrightException.class, () -> SPACE.accept(with("cycle", Scalar.parse("1"))));
    assertEquals("Maybe 'cycles' was meant.", e.hint());
  }

  @Test
  void convertsWhatLiesOutsideButNotWhatHasAnotherDimension() {
    Design far = SPACE.convert(with("thickness", Scalar.parse("1 mm")));
    assertEquals(1e-3, far.si("thickness"), 1e-18);
    assertEquals(
        new Composition(parts(0.9, 0, 0.1)),
        SPACE
            .convert(
                with("blend", new Composition(new LinkedHashMap<>(Map.of("EC", 0.9, "DMC", 0.1)))))
            .values()
            .get("blend"));
    assertThrows(
        CellwrightException.class, () -> SPACE.convert(with("thickness", Scalar.parse("1 V"))));
    assertThrows(
        CellwrightException.class, () -> SPACE.convert(with("additive", new Category("VX"))));
    assertThrows(
        CellwrightException.class, () -> SPACE.convert(with("cycles", Scalar.parse("9.5"))));
  }

  @Test
  void refusesBoundsThatMakeNoSense() {
    MeasurementUnit um = MeasurementUnit.parse("um");
    CellwrightException e =
        assertThrows(
            CellwrightException.class, () -> new Variable.Continuous("thickness", 110, 40, um));
    assertEquals("Maybe they are reversed.", e.hint());
    assertEquals("variables.thickness", e.where());
    for (double[] bounds :
        new double[][] {{1, 1}, {Double.NaN, 1}, {0, Double.POSITIVE_INFINITY}}) {
      assertThrows(
          CellwrightException.class, () -> new Variable.Continuous("x", bounds[0], bounds[1], um));
    }
    assertThrows(CellwrightException.class, () -> new Variable.Grid("x", List.of(2.0, 1.0), um));
    assertThrows(CellwrightException.class, () -> new Variable.Grid("x", List.of(), um));
    assertThrows(
        CellwrightException.class,
        () -> new Variable.Choices("x", List.of("a", "a"), new LinkedHashMap<>()));
    assertThrows(CellwrightException.class, () -> new Variable.Blend("x", parts(0.3, 0.3, 0.3), 3));
    assertThrows(CellwrightException.class, () -> new Space(List.of(), List.of()));
  }
}
