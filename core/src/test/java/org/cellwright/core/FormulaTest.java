package org.cellwright.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;
  private static final Map<String, MeasurementUnit> OUTPUTS =
      Map.of(
          "energy", MeasurementUnit.parse("Wh/kg"),
          "time", MeasurementUnit.parse("min"),
          "life", MeasurementUnit.ONE,
          "peak", MeasurementUnit.parse("degC"));

  private static double value(String text, Map<String, Double> values) {
    Formula formula = Formula.parse(text, OUTPUTS);
    return formula.value(
        formula.inputs().keySet().stream()
            .mapToDouble(name -> values.getOrDefault(name, Double.NaN))
            .toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "energy * life / time | 3000 | Wh/kg/(min)",
        "energy - 40 Wh/kg / 2 | 180 | Wh/kg",
        "energy + 0.1 kWh/kg | 300 | Wh/kg",
        "-life ^ 2 + 2e2 | -89800 | 1",
        "time / 1 h * 60 | 20 | 1",
        "max(time, 0.5 h) | 30 | min",
        "peak - 298.15 K | 20 | K",
        "sqrt(life / 3) | 10 | 1",
        "ramp(energy, 100 Wh/kg, 300 Wh/kg) | 0.5 | 1",
        "ramp(time, 60 min, 0.25 h) | 0.888888888888889 | 1",
        "ramp(time, 15 min, 1 min) | 0 | 1",
      })
  void readsValuesWithTheirUnits(String text, String expected, String unit) {
    Map<String, Double> values = Map.of("energy", 200.0, "time", 20.0, "life", 300.0, "peak", 45.0);
    double number = Double.parseDouble(expected);
    assertEquals(number, value(text, values), 1e-12 * Math.max(1, Math.abs(number)));
    assertTrue(
        Formula.parse(text, OUTPUTS).unit().isCompatibleWith(MeasurementUnit.parse(unit)), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "energy + time",
        "enrgy * life",
        "sqrt(energy)",
        "ramp(energy, 1 min, 2 min)",
        "energy *",
        "min(energy)",
        "2 + 3",
        "energy ^ life ^ time",
        "(energy",
        "exp(time)",
        "life life",
      })
  void refusesWhatMakesNoSense(String text) {
    assertThrows(CellwrightException.class, () -> Formula.parse(text, OUTPUTS));
  }

  @Test
  void slopesAreThoseOfTheSmoothValue() {
    for (String text :
        List.of(
            "energy * life / time + 3 Wh/kg/min",
            "sqrt(ramp(energy, 100 Wh/kg, 300 Wh/kg) * ramp(time, 60 min, 20 min)^2)",
            "exp(-life / 300) * log(time / 1 min) - abs(life - 7) ^ 1.5",
            "max(energy * 2, 10 kWh/kg * life) + min(energy, energy)",
            "life / (energy / energy) ^ 0")) {
      Formula formula = Formula.parse(text, OUTPUTS);
      // The last ones are beyond the feet of the ramps.
      for (double[] at : new double[][] {{200, 30, 300}, {70, 100, 12}, {10, 300, 5}}) {
        double[] x =
            formula.inputs().keySet().stream()
                .mapToDouble(name -> at[List.of("energy", "time", "life").indexOf(name)])
                .toArray();
        double[] slopes = new double[x.length];
        double value = formula.smooth(x, slopes);
        for (int i = 0; i < x.length; i++) {
          double h = 1e-6 * x[i];
          double[] up = x.clone();
          double[] down = x.clone();
          up[i] += h;
          down[i] -= h;
          double slope = (formula.smooth(up, null) - formula.smooth(down, null)) / (2 * h);
          assertEquals(slope, slopes[i], 1e-6 * Math.max(Math.abs(slope), Math.abs(value)));
        }
      }
    }
  }

  /** No dead end: a search far outside still sees which way is up. */
  @Test
  void aSmoothRampRisesEverywhereBelowGood() {
    Formula formula = Formula.parse("ramp(life, 100, 200)", OUTPUTS);
    double before = 0;
    for (double life = -1000; life <= 200; life += 7) {
      double height = formula.smooth(new double[] {life}, null);
      assertTrue(height > before);
      assertEquals(formula.value(new double[] {life}), height, 1.0e-3);
      before = height;
    }
  }

  @Test
  void anObjectiveTakesItsNumberFromTheOutputs() {
    Formula formula = Formula.parse("energy / time", OUTPUTS);
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("time", Value.Scalar.parse("0.5 h"));
    assertTrue(Double.isNaN(formula.of(outcomes)));
    outcomes.put("energy", Value.Scalar.parse("0.3 kWh/kg"));
    assertEquals(10, formula.of(outcomes), 1e-12);
  }

  /** 1 / time told from 4 min on: below it goes on along the tangent of the reciprocal. */
  @Test
  void aDivisorThatWasAlwaysPositiveStaysSo() {
    Map<String, MeasurementUnit> outputs = Map.of("p", ONE, "q", ONE);
    for (String text : List.of("q / p", "q * p ^ -1", "-q / (3 - p - 3)")) {
      Formula formula = Formula.parse(text, outputs);
      Formula kept = formula.keepingSigns(List.of(told(9, 1), told(4, 2), Map.of()));
      int p = List.copyOf(formula.inputs().keySet()).indexOf("p");
      for (double at : new double[] {20, 4, 3, 0, -40}) {
        double[] values = {2, 2};
        values[p] = at;
        double reciprocal = at < 4 ? (2 - at / 4) / 4 : 1 / at;
        double[] slopes = new double[2];
        assertEquals(2 * reciprocal, kept.smooth(values, slopes), 1e-12, text);
        assertEquals(at < 4 ? -0.125 : -2 / (at * at), slopes[p], 1e-12, text);
        assertEquals(reciprocal, slopes[1 - p], 1e-12, text);
        assertEquals(formula.value(values), kept.value(values), text);
      }
      assertEquals(
          -2,
          formula
              .keepingSigns(List.of(told(1, 1), told(-1, 1)))
              .smooth(p == 0 ? new double[] {-1, 2} : new double[] {2, -1}, null),
          1e-12);
    }
  }

  private static Map<String, Value> told(double p, double q) {
    return Map.of("p", Value.Scalar.of(p, ONE), "q", Value.Scalar.of(q, ONE));
  }
}
