package org.cellwright.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellwright.core.Value.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementUnitTest {

  @ParameterizedTest(name = "{0} {1} = {2} SI, {3} in UCUM")
  @CsvSource({
    "60, um, 6e-5, um",
    "60, µm, 6e-5, um",
    "1, m2, 1, m2",
    "1, cm^2, 1e-4, cm2",
    "1, m-2, 1, m-2",
    "3, m⁻², 3, m-2",
    "250, Wh/kg, 900000, W.h/kg",
    "250, Wh.kg-1, 900000, W.h.kg-1",
    "2, J/(kg K), 2, J/(kg.K)",
    "2, J / kg / K, 2, J/kg/K",
    "2, W/(m2 K), 2, W/(m2.K)",
    "5, A.m-2, 5, A.m-2",
    "1, mAh, 3.6, mA.h",
    "3, C, 3, {C}",
    "3, coulomb, 3, C",
    "25, degC, 298.15, Cel",
    "25, °C, 298.15, Cel",
    "30, %, 0.3, %",
    "20, min, 1200, min",
    "2, h, 7200, h",
    "1, mol/l, 1000, mol/l",
    "7, mOhm.cm2, 7e-7, mOhm.cm2",
    "1, GPa, 1e9, GPa",
    "1, bar, 1e5, bar",
    "5, 1/s, 5, 1/s",
    "1.5, 1, 1.5, 1"
  })
  void readsWhatPeopleWrite(double value, String text, double si, String ucum) {
    MeasurementUnit unit = MeasurementUnit.parse(text);
    assertEquals(si, unit.toSi(value), Math.abs(si) * 1e-15);
    assertEquals(value, unit.fromSi(unit.toSi(value)), Math.abs(value) * 1e-14);
    assertEquals(ucum, unit.ucum());
    assertEquals(text, unit.symbol());
  }

  @ParameterizedTest
  @CsvSource({"umm, unknown, m", "Wh/gk, unknown, kg", "metre, unknown, m", "wh/kg, unknown, Wh"})
  void namesTheSymbolThatItDoesNotKnow(String text, String what, String ignored) {
    CellwrightException e =
        assertThrows(CellwrightException.class, () -> MeasurementUnit.parse(text));
    assertEquals(CellwrightException.Kind.REFUSED, e.kind());
    assertTrue(e.what().contains(what), e.what());
    assertTrue(e.hint() != null);
  }

  @Test
  void aSlipOfThePenIsRecognised() {
    CellwrightException e =
        assertThrows(CellwrightException.class, () -> MeasurementUnit.parse("coulom"));
    assertEquals("Maybe 'coulomb' was meant.", e.hint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "m^", "m--2", "(m", "m)", "m//s", "3 m", "m.", "m^123", "/s", "()"})
  void refusesWhatIsNoUnit(String text) {
    assertEquals(
        CellwrightException.Kind.REFUSED,
        assertThrows(CellwrightException.class, () -> MeasurementUnit.parse(text)).kind());
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    assertThrows(CellwrightException.class, () -> MeasurementUnit.parse("m".repeat(61)));
    assertThrows(CellwrightException.class, () -> MeasurementUnit.parse("(".repeat(60)));
  }

  @Test
  void knowsWhatCanBeConverted() {
    assertTrue(unit("Wh/kg").isCompatibleWith(unit("J/g")));
    assertFalse(unit("Wh/kg").isCompatibleWith(unit("Wh")));
    assertTrue(unit("C").isCompatibleWith(MeasurementUnit.ONE));
    assertTrue(unit("%").isDimensionless());
    assertFalse(unit("degC").isDimensionless());
    assertEquals(unit("W.h/kg"), unit("Wh/kg"));
  }

  @Test
  void theDifferenceOfTwoTemperaturesIsInKelvin() {
    assertEquals("K", unit("degC").ofDifference().ucum());
    assertEquals(unit("mV"), unit("mV").ofDifference());
    assertEquals("Wh/kg.min", unit("Wh/kg").times(unit("min")).symbol());
  }

  @Test
  void convertsAStandardDeviationAsADifference() {
    Scalar celsius = new Scalar(25, unit("degC"), new Uncertainty(Uncertainty.Kind.MEASURED, 0.5));
    Scalar kelvin = celsius.in(unit("K"));
    assertEquals(298.15, kelvin.value(), 1e-12);
    assertEquals(0.5, kelvin.uncertainty().std(), 1e-15);
    assertEquals(500, celsius.in(unit("mK")).uncertainty().std(), 1e-9);
    assertThrows(CellwrightException.class, () -> celsius.in(unit("m")));
  }

  @ParameterizedTest
  @CsvSource({
    "40 um, 40, um",
    "1.05, 1.05, 1",
    "3 C, 3, {C}",
    "-5mV, -5, mV",
    "1e-3 m, 0.001, m",
    ".5 h, 0.5, h",
    "+2. %, 2, %",
    "25 degC, 25, Cel",
    "1E3 J/(kg K), 1000, J/(kg.K)"
  })
  void readsANumberWithItsUnit(String text, double value, String ucum) {
    Scalar scalar = Scalar.parse(text);
    assertEquals(value, scalar.value());
    assertEquals(ucum, scalar.unit().ucum());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "um", "NaN m", "1e999 m", "1,5 m", "4 5 m", "0x10", "--1", "1 e5"})
  void refusesWhatIsNoNumber(String text) {
    assertEquals(
        CellwrightException.Kind.REFUSED,
        assertThrows(CellwrightException.class, () -> Scalar.parse(text)).kind());
  }

  @Test
  void bareNumberIsNoPercentage() {
    assertEquals(
        "'99.5' lacks its unit, which is %",
        assertThrows(CellwrightException.class, () -> Scalar.parse("99.5", unit("%"))).what());
    assertEquals(99.5, Scalar.parse("99.5 %", unit("%")).value());
    assertEquals(50, Scalar.parse("0.5 1", unit("%")).in(unit("%")).value(), 1e-12);
    assertEquals(0.5, Scalar.parse("0.5", unit("1")).value());
    assertEquals(2, Scalar.parse("2", unit("C")).value());
  }

  private static MeasurementUnit unit(String text) {
    return MeasurementUnit.parse(text);
  }
}
