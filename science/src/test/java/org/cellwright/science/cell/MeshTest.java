package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellwright.core.CellwrightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Meshes as people write them. */
class MeshTest {
  @ParameterizedTest
  @ValueSource(strings = {"60/20/60/60", "20/20/20/p6", "2/1/2/3"})
  void isWrittenAsItIsRead(String text) {
    assertEquals(text, Mesh.parse(text).toString());
  }

  @Test
  void knowsPolynomialsFromShells() {
    assertEquals(new Mesh(20, 10, 20, 6, Mesh.Surface.SPECTRAL), Mesh.parse("20/10/20/p6"));
    assertEquals(new Mesh(20, 10, 20, 6), Mesh.parse("20/10/20/6"));
    assertEquals("40/20/40/p12", Mesh.parse("20/10/20/p6").doubled().toString());
    assertEquals("40/20/40/p40", Mesh.parse("20/10/20/p30").doubled().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20/20/20",
        "20/20/20/20/20",
        "20/20/20/q6",
        "20/20/20/p",
        "p6/20/20/20",
        "1/1/2/3"
      })
  void refusesWhatIsNoMesh(String text) {
    assertThrows(CellwrightException.class, () -> Mesh.parse(text));
  }

  @Test
  void refusesMorePolynomialsThanAreWorthTheirPrice() {
    CellwrightException refused =
        assertThrows(CellwrightException.class, () -> Mesh.parse("20/20/20/p200"));
    assertTrue(refused.what().contains("200 polynomials"), refused.what());
  }

  /** Six polynomials are closer to the truth than twenty shells. */
  @Test
  void sixPolynomialsAreWorthMoreThanTwentyShells() throws InterruptedException {
    Simulation simulation =
        Simulation.of(ReferenceData.cell("marquis2019"))
            .model(Model.SPM)
            .relativeTolerance(1e-8)
            .every(60)
            .experiment("Discharge at 1C for 3000 s");
    double[] exact = simulation.mesh(Mesh.parse("2/1/2/p16")).run().voltage();
    double[] six = simulation.mesh(Mesh.parse("2/1/2/p6")).run().voltage();
    double[] shells = simulation.mesh(Mesh.parse("2/1/2/20")).run().voltage();
    assertTrue(worst(six, exact) < worst(shells, exact));
    assertTrue(worst(six, exact) < 1e-4, () -> "V: " + worst(six, exact));
  }

  private static double worst(double[] a, double[] b) {
    double worst = 0;
    for (int k = 0; k < b.length; k++) {
      worst = Math.max(worst, Math.abs(a[k] - b[k]));
    }
    return worst;
  }
}
