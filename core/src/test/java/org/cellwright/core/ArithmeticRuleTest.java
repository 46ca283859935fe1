package org.cellwright.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticRuleTest {
  private static final MeasurementUnit UM = MeasurementUnit.parse("um");
  private static final List<Variable> VARIABLES =
      List.of(
          new Variable.Continuous("positive_thickness", 40, 110, UM),
          new Variable.Continuous("separator_thickness", 8, 20, UM),
          new Variable.Integers("cycles", 1, 5),
          new Variable.Choices("additive", List.of("none", "VC"), new LinkedHashMap<>()),
          new Variable.Blend("blend", fractions(1, 1, 1), 3));

  private static SequencedMap<String, Double> fractions(double ec, double emc, double dmc) {
    SequencedMap<String, Double> map = new LinkedHashMap<>();
    map.put("EC", ec);
    map.put("EMC", emc);
    map.put("DMC", dmc);
    return map;
  }

  private static final Design DESIGN = design();

  private static Design design() {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put("positive_thickness", Value.Scalar.of(80, UM));
    values.put("separator_thickness", Value.Scalar.of(12, UM));
    values.put("cycles", Value.Scalar.of(3, MeasurementUnit.ONE));
    values.put("additive", new Value.Category("VC"));
    values.put("blend", new Value.Composition(fractions(0.3, 0.5, 0.2)));
    return new Design(values);
  }

  @ParameterizedTest(name = "{0} has slack {1}")
  @CsvSource({
    "EC + DMC <= 0.8, 0.3",
    "blend.EC >= 10 %, 0.2",
    "positive_thickness + separator_thickness <= 100 um, 8e-6",
    "positive_thickness + separator_thickness <= 0.1 mm, 8e-6",
    "2 * (EC - DMC) <= EMC, 0.3",
    "-positive_thickness + 5 * separator_thickness >= -30um, 10e-6",
    "positive_thickness - cycles * separator_thickness >= 0, 44e-6",
    "cycles ≤ 3, 0",
    "EC <= 1.5e-1 + 0.1, -0.05"
  })
  void slackIsWhatTheTextSays(String text, double slack) {
    ArithmeticRule rule = ArithmeticRule.parse(text, VARIABLES);
    assertEquals(text, rule.text());
    assertEquals(slack, rule.slack(DESIGN), 1e-12);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "positive_thickness <= 100 s | sets um against s",
        "positive_thickness <= 100 | sets um against 1",
        "EC + DCM <= 0.8 | names 'DCM'",
        "additive <= 1 | names 'additive'",
        "EC + <= 0.8 | cannot be read",
        "EC < 0.8 | cannot be read",
        "EC <= 0.8 <= DMC | cannot be read",
        "(EC <= 0.8 | cannot be read",
        "EC <= 2 DMC | reads like a unit",
        "1 <= 2 | names no variable"
      })
  void refusesWhatItCannotMean(String text, String complaint) {
    CellwrightException refusal =
        assertThrows(
            CellwrightException.class, () -> ArithmeticRule.parse(text.strip(), VARIABLES));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
    assertTrue(refusal.what().contains(complaint.strip()), refusal.what());
  }

  @Test
  void anUnknownNameComesWithTheNearestOne() {
    CellwrightException refusal =
        assertThrows(
            CellwrightException.class,
            () -> ArithmeticRule.parse("positive_thicknes <= 80 um", VARIABLES));
    assertEquals("Maybe 'positive_thickness' was meant.", refusal.hint());
  }
}
