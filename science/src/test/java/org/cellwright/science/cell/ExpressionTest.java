package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.cellwright.core.CellwrightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExpressionTest {

  static Stream<Arguments> formulas() {
    return Stream.of(
        formula("x", x -> x),
        formula("2.5", x -> 2.5),
        formula("-x**2", x -> -(x * x)),
        formula("(-x)**2", x -> x * x),
        formula("2**3**x", x -> Math.pow(2, Math.pow(3, x))),
        formula("2**-1 * x", x -> 0.5 * x),
        formula("x**-x", x -> Math.pow(x, -x)),
        formula("2**-x**2", x -> Math.pow(2, -(x * x))),
        formula("1 - 2 - x - 4", x -> -5 - x),
        formula("8 / x / 2", x -> 4 / x),
        formula("6/2*x", x -> 3 * x),
        formula("+x - -x", x -> 2 * x),
        formula("1e-3*x + .5E+2 + 3.*x", x -> 0.001 * x + 50 + 3 * x),
        formula("exp(-39.3631 * x)", x -> Math.exp(-39.3631 * x)),
        formula(
            "0.0909 * tanh(29.8538 * (x - 0.1234))",
            x -> 0.0909 * Math.tanh(29.8538 * (x - 0.1234))),
        formula("1/cosh(3*x)**2", x -> 1 / Math.pow(Math.cosh(3 * x), 2)),
        formula("sinh(x)*sqrt(x)", x -> Math.sinh(x) * Math.sqrt(x)),
        formula(
            "log(x)/log10(x + 2) + abs(x - 1)",
            x -> Math.log(x) / Math.log10(x + 2) + Math.abs(x - 1)),
        formula(
            "0.1297 * (x / 1000) ** 3 - 2.51 * (x / 1000) ** 1.5 + 3.329 * (x / 1000)",
            x ->
                0.1297 * Math.pow(x / 1000, 3)
                    - 2.51 * Math.pow(x / 1000, 1.5)
                    + 3.329 * (x / 1000)));
  }

  private static Arguments formula(String source, DoubleUnaryOperator java) {
    return Arguments.of(source, java);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formulas")
  void givesWhatPythonWouldGiveWithItsExactSlope(String source, DoubleUnaryOperator java) {
    ScalarFunction function = Expression.parse(source);
    for (double x : new double[] {0.013, 0.3, 0.77, 1.9}) {
      double wanted = java.applyAsDouble(x);
      assertEquals(wanted, function.at(x), 1e-14 * Math.max(1, Math.abs(wanted)));
      double h = 1e-4 * x;
      // Fourth-order central difference.
      double slope =
          (8 * (java.applyAsDouble(x + h) - java.applyAsDouble(x - h))
                  - (java.applyAsDouble(x + 2 * h) - java.applyAsDouble(x - 2 * h)))
              / (12 * h);
      assertEquals(slope, function.slope(x), 1e-8 * Math.max(1, Math.abs(slope)), "slope at " + x);
    }
  }

  @Test
  void hasSlopesWhereDifferencesFail() {
    assertEquals(0, Expression.parse("x**2").slope(0));
    assertEquals(0, Expression.parse("x**1.5").slope(0));
    assertEquals(1, Expression.parse("x").slope(0));
    assertEquals(2, Expression.parse("sqrt(4) * x").slope(0));
    assertEquals(0, Expression.parse("0**0").slope(3));
    // 1 - tanh(40)**2 is zero in double precision, the slope is not.
    assertEquals(4 * Math.exp(-80), Expression.parse("tanh(x)").slope(40), 1e-45);
    assertEquals(0, Expression.parse("tanh(x)").slope(-1e9));
  }

  @ParameterizedTest(name = "\"{0}\" is refused at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 +|column 4",
        "(x|column 3",
        "x)|column 2",
        "2x|column 2",
        "x y|column 3",
        "exp|column 4",
        "exp()|column 5",
        "exp(x, 2)|column 6",
        "x^2|column 2",
        "x***2|column 4",
        "x // 2|column 4",
        "__import__('os').system('ls')|column 1",
        "x.real|column 2",
        "x[0]|column 2",
        "lambda x: x|column 1",
        "eval(x)|column 1",
        "tahn(x)|column 1",
        "1e|column 3",
        "1e999|column 1",
        ".|column 1",
        "1..2|column 3",
        "x − 1|column 3",
        "ｘ|column 1",
        "1,5|column 2",
        "\"x\"|column 1",
        "nan|column 1",
        "inf|column 1",
        "X|column 1",
        "()|column 2",
        "*x|column 1",
        "x if x else 1|column 3",
        "1_000|column 2",
        "0x10|column 2"
      })
  void refusesWhatIsNoFormulaAndPointsAtIt(String source, String where) {
    CellwrightException refusal =
        assertThrows(CellwrightException.class, () -> Expression.parse(source));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
    assertEquals(where, refusal.where());
    assertFalse(String.valueOf(refusal.hint()).isBlank());
  }

  @Test
  void refusesHostileFormulasAtOnce() {
    Stream.of(
            "(".repeat(1_000_000),
            "(".repeat(9_000) + "x" + ")".repeat(9_000),
            "-".repeat(9_000) + "x",
            "exp(".repeat(2_000) + "x" + ")".repeat(2_000),
            "x**".repeat(3_000) + "x",
            "1+".repeat(1_000_000) + "1",
            "9".repeat(1_000_000),
            "",
            "  \n ",
            "\u0000",
            "😀")
        .forEach(hostile ->
            assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> {
                  CellwrightException refusal =
                      assertThrows(CellwrightException.class, () -> Expression.parse(hostile));
                  assertTrue(refusal.what().length() < 300, refusal.what());
                }));
  }

  @Test
  void evaluatesTowersOfPowersWithoutHanging() {
    assertEquals(
        Double.POSITIVE_INFINITY,
        assertTimeoutPreemptively(
            Duration.ofSeconds(2), () -> Expression.parse("9**9**9**9").at(0.5)));
  }

  @Test
  void takesLongSums() {
    assertEquals(5_000, Expression.parse("x" + "+x".repeat(4_999)).slope(1));
  }

  @Test
  void knowsWhichFunctionsOtherReadersMayNotKnow() {
    assertEquals(Set.of(), Expression.parse("exp(x) + tanh(x) + cosh(x)").functionsBeyondBpx());
    assertEquals(Set.of("log"), Expression.parse("1 - log(x)").functionsBeyondBpx());
  }

  @Test
  void aTableIsStraightLinesAlsoBeyondItsEnds() {
    Table table = Table.of(new double[] {2, 0, 1}, new double[] {5, 1, 2});
    assertEquals(1.5, table.at(0.5));
    assertEquals(2, table.at(1));
    assertEquals(3.5, table.at(1.5));
    assertEquals(0, table.at(-1));
    assertEquals(8, table.at(3));
    assertEquals(1, table.slope(0.5));
    assertEquals(3, table.slope(1));
    assertEquals(3, table.slope(7));
    assertEquals(5, table.at(2));
  }

  @Test
  void refusesTablesThatAreNoFunctions() {
    refusesTable(new double[] {0, 0}, new double[] {1, 2});
    refusesTable(new double[] {0}, new double[] {1});
    refusesTable(new double[] {0, 1}, new double[] {1});
    refusesTable(new double[] {0, Double.NaN}, new double[] {1, 2});
    refusesTable(new double[] {0, 1}, new double[] {1, Double.POSITIVE_INFINITY});
  }

  private static void refusesTable(double[] x, double[] y) {
    CellwrightException refusal = assertThrows(CellwrightException.class, () -> Table.of(x, y));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
  }
}
