package org.cellwright.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cellwright.bench.CellSetup.Cases;
import org.cellwright.bench.CellSetup.Promise;
import org.cellwright.bench.ManyCells.Variation;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Simulation;

/**
 * How fast the cell engine is: whole solves from a cell in memory to a solution, discretisation
 * included, warm.
 *
 * <p>Errors are root mean squares of the voltage over {@value Voltages#SAMPLES} even times. The
 * error of time compares with a relative tolerance of 1e-8 on the same mesh, the error of the whole
 * with a mesh of 80/80/80/80, and in {@link EqualError} with an extrapolated reference.
 */
final class CellBench {
  private final Path root;
  private final Stopwatch stopwatch;

  CellBench(Path root, Stopwatch stopwatch) {
    this.root = root;
    this.stopwatch = stopwatch;
  }

  List<Result> run(boolean withPeers) throws Exception {
    CellSetup alone = new CellSetup(root, stopwatch, Map.of());
    List<Variation> variations = Variation.draw(1000, 1);
    EqualError.Reference reference = EqualError.Reference.of(alone.discharge());
    CellSetup setup =
        withPeers
            ? new CellSetup(
                root, stopwatch, new PybammPeer(root).run(question(alone, variations, reference)))
            : alone;
    SequencedMap<String, Cases> groups = new LinkedHashMap<>();
    groups.put("DFN", Discharges::ofTheDfn);
    groups.put("equal error", s -> EqualError.measure(s, reference));
    groups.put("1000 different DFN", s -> ManyCells.thousand(s, variations));
    groups.put("LG M50, thermal", Discharges::ofTheLgM50);
    groups.put("impedance", Spectra::measure);
    groups.put("SPM and SPMe", Discharges::ofSingleParticles);
    groups.put("drive cycle", DriveCycles::measure);
    groups.put("one evaluation of the fast-charge campaign", Evaluations::measure);
    groups.put("whole process", WholeProcess::measure);
    List<Result> results = new ArrayList<>();
    for (Map.Entry<String, Cases> group : groups.entrySet()) {
      System.err.println("bench cell: " + group.getKey() + " ...");
      group.getValue().measure(setup).forEach(results::add);
    }
    results.addAll(BpxAcceptance.run(root, withPeers));
    return results;
  }

  /** What the peer must know to run the same cases. */
  private static ObjectNode question(
      CellSetup setup, List<Variation> variations, EqualError.Reference reference) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    variations.forEach(variation -> question.withArray("variations").addPOJO(variation));
    Arrays.stream(Spectra.hertz()).forEach(question.withArray("hertz")::add);
    question.put("drive_cycle", setup.reference(DriveCycles.US06).toString());
    ObjectNode equal = question.putObject("equal");
    equal.put("millivolt", EqualError.MILLIVOLT);
    equal.put("period", reference.period());
    Arrays.stream(reference.voltage()).forEach(equal.withArray("voltage")::add);
    return question;
  }

  /** One small solve, for the tests of this module. */
  Result smallest() throws Exception {
    CellSetup setup = new CellSetup(root, stopwatch, Map.of());
    Simulation spm =
        Simulation.of(setup.cell(CellSetup.MARQUIS)).model(Model.SPM).mesh(new Mesh(2, 1, 2, 3));
    return setup.timed(
        "smallest",
        "",
        spm::run,
        new Promise(1e6, Double.NaN, Double.NaN),
        CellSetup.counters(spm.run().effort()));
  }
}
