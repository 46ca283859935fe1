package org.cellwright.science.planner.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Condition;
import org.cellwright.core.Design;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Space;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final List<Variable> VARIABLES = variables();

  private static List<Variable> variables() {
    SequencedMap<String, Double> atMost = new LinkedHashMap<>();
    atMost.put("EC", 0.5);
    atMost.put("EMC", 1.0);
    atMost.put("DMC", 0.4);
    atMost.put("PC", 0.3);
    return List.of(
        new Variable.Continuous("thickness", 40, 110, MeasurementUnit.parse("um")),
        new Variable.Integers("cycles", 1, 5),
        new Variable.Choices("additive", List.of("none", "VC", "FEC"), new LinkedHashMap<>()),
        new Variable.Blend("blend", atMost, 3),
        new Variable.Grid("anneal", List.of(500.0, 550.0, 700.0), MeasurementUnit.parse("degC")));
  }

  private static Space space(String... rules) {
    return new Space(
        VARIABLES,
        Stream.of(rules)
            .map(text -> (KnownConstraint) ArithmeticRule.parse(text, VARIABLES))
            .toList());
  }

  @Test
  void everyPointOfTheCubeBecomesADesignThatTheSpaceAccepts() {
    Space space = space("EC + DMC <= 0.6", "thickness >= cycles * 20 um");
    Encoding encoding = new Encoding(space);
    Rules rules = Rules.of(encoding);
    RandomStream random = new RandomStream(1, 0);
    for (int i = 0; i < 2000; i++) {
      double[] u = new double[encoding.unitWidth()];
      for (int j = 0; j < u.length; j++) {
        u[j] = random.nextDouble();
      }
      double[] z = rules.mend(encoding.fromUnit(u));
      Design design = space.accept(encoding.decode(z).values());
      assertTrue(Encoding.same(z, encoding.encode(design)));
      for (double[] neighbour : encoding.neighbours(z, random)) {
        if (rules.keep(neighbour)) {
          space.accept(encoding.decode(neighbour).values());
        }
      }
    }
  }

  @Test
  void aNarrowSlabIsFound() {
    Space space = space("thickness >= 79.999 um", "thickness <= 80 um", "EC >= 0.499");
    Rules.requireFeasible(space);
  }

  @Test
  void aSpaceThatOneRuleEmptiesIsRefusedByTheRulesName() {
    CellwrightException refusal =
        assertThrows(
            CellwrightException.class, () -> Rules.requireFeasible(space("EC + DMC + PC >= 1.3")));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
    assertTrue(refusal.what().contains("'EC + DMC + PC >= 1.3'"), refusal.what());
  }

  @Test
  void rulesThatContradictEachOtherAreRefusedByTheirNames() {
    CellwrightException refusal =
        assertThrows(
            CellwrightException.class,
            () -> Rules.requireFeasible(space("thickness <= 60 um", "thickness >= 70 um")));
    assertTrue(
        refusal.what().contains("'thickness <= 60 um'")
            && refusal.what().contains("'thickness >= 70 um'"),
        refusal.what());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a + b <= 0.3", "a + b = 0.3", "0.3 >= b + a", "a + b - 0.3 = 0"})
  void aRuleThatTheLowestBoundsJustKeepIsNotRefusedForALastDigit(String rule) {
    List<Variable> variables =
        List.of(
            new Variable.Continuous("a", 0.1, 1, MeasurementUnit.ONE),
            new Variable.Continuous("b", 0.2, 1, MeasurementUnit.ONE));
    Encoding encoding =
        new Encoding(new Space(variables, List.of(ArithmeticRule.parse(rule, variables))));
    double[] only = Rules.of(encoding).mend(encoding.fromUnit(new double[] {0.6, 0.7}));
    assertEquals(0.1, encoding.decode(only).si("a"), 1e-9);
    assertEquals(0.2, encoding.decode(only).si("b"), 1e-9);
  }

  /** A slurry with so much carbon for its binder, dried slowly at high rates only. */
  @Test
  void anEqualityOnFractionsStandsBesideAConditionalVariable() {
    SequencedMap<String, Double> atMost = new LinkedHashMap<>();
    List.of("active", "carbon", "binder").forEach(part -> atMost.put(part, 1.0));
    List<Variable> variables =
        List.of(
            new Variable.Blend("mass", atMost, 3),
            new Variable.Continuous("rate", 0.1, 3, MeasurementUnit.ONE),
            new Variable.Continuous("hold", 1, 30, MeasurementUnit.parse("min")));
    SequencedMap<String, Condition> conditions = new LinkedHashMap<>();
    conditions.put("hold", Condition.parse("rate >= 1", variables));
    ArithmeticRule rule = ArithmeticRule.parse("carbon = 2 * binder", variables);
    Space slurry = new Space(variables, List.of(rule), conditions);
    Encoding encoding = new Encoding(slurry);
    Rules rules = Rules.of(encoding);
    RandomStream random = new RandomStream(1, 0);
    for (int i = 0; i < 200; i++) {
      double[] u = new double[encoding.unitWidth()];
      for (int j = 0; j < u.length; j++) {
        u[j] = random.nextDouble();
      }
      Design design = slurry.accept(encoding.decode(rules.mend(encoding.fromUnit(u))).values());
      assertTrue(rule.slack(design) >= 0, design.toString());
      assertEquals(design.si("rate") >= 1, design.values().containsKey("hold"));
    }
  }
}
