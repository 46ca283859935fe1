package org.cellwright.bench;

import static org.cellwright.bench.CellSetup.NONE;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.bench.CellSetup.Promise;
import org.cellwright.science.cell.Impedance;
import org.cellwright.science.cell.Mesh;

/** The impedance of a cell at rest. */
final class Spectra {
  private static final int FREQUENCIES = 30;
  private static final Mesh FINE = new Mesh(1280, 640, 1280, 3);

  private Spectra() {}

  /** Even in the logarithm, 0.1 mHz to 10 kHz. */
  static double[] hertz() {
    double[] hertz = new double[FREQUENCIES];
    for (int k = 0; k < FREQUENCIES; k++) {
      hertz[k] = 1e-4 * Math.pow(1e8, k / (FREQUENCIES - 1.0));
    }
    return hertz;
  }

  static List<Result> measure(CellSetup setup) throws Exception {
    double[] hertz = hertz();
    Impedance dfn = Impedance.of(setup.cell(CellSetup.MARQUIS)).mesh(CellSetup.USUAL);
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("frequencies", (double) FREQUENCIES);
    counters.put("worst_error_percent", 100 * worst(dfn.at(hertz), dfn.mesh(FINE).at(hertz)));
    return List.of(
        setup.timed(
            "impedance, 30 frequencies, DFN 20/20/20",
            "impedance",
            () -> dfn.at(hertz),
            new Promise(0.5, 0.15, NONE),
            counters));
  }

  /** Of |Z|. */
  private static double worst(List<Impedance.Point> some, List<Impedance.Point> exact) {
    double worst = 0;
    for (int k = 0; k < exact.size(); k++) {
      Impedance.Point a = some.get(k);
      Impedance.Point b = exact.get(k);
      double distance = Math.hypot(a.real() - b.real(), a.imaginary() - b.imaginary());
      worst = Math.max(worst, distance / b.magnitude());
    }
    return worst;
  }
}
