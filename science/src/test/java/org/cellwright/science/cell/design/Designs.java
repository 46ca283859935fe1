package org.cellwright.science.cell.design;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cellwright.core.Computation;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.MethodProvider.NamedFile;
import org.cellwright.core.Outcome;
import org.cellwright.core.Request;
import org.cellwright.core.Settings;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.science.cell.ReferenceData;

/** Questions and answers of the fast-charge methods. */
final class Designs {
  private static final String CELL = "lg-m50-chen2020.json";

  /** A variable of the design problem with its bounds. */
  record Variable(String name, String unit, double low, double high) {}

  /** In the order in which tables list them. */
  static final Variable[] VARIABLES = {
    new Variable("positive_thickness", "um", 45, 100),
    new Variable("positive_porosity", "1", 0.20, 0.45),
    new Variable("negative_porosity", "1", 0.20, 0.45),
    new Variable("positive_particle_radius", "um", 2, 7),
    new Variable("negative_particle_radius", "um", 4, 9),
    new Variable("np_ratio", "1", 1.05, 1.3),
    new Variable("separator_thickness", "um", 8, 20),
    new Variable("charge_rate_1", "C", 1, 5),
    new Variable("charge_rate_2", "C", 0.5, 3),
    new Variable("switch_soc", "1", 0.2, 0.7)
  };

  private Designs() {}

  static Computation dfn(int draws) {
    return configured(new FastChargeProvider.Dfn(), draws);
  }

  static Computation spme() {
    return configured(new FastChargeProvider.Spme(), 1);
  }

  private static Computation configured(MethodProvider provider, int draws) {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    settings.put("draws", Integer.toString(draws));
    SequencedMap<String, NamedFile> files = new LinkedHashMap<>();
    try {
      files.put(
          "cell",
          new NamedFile(
              CELL, Files.readAllBytes(ReferenceData.ofRepository("examples/cells/" + CELL))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (Computation) provider.configure(new Settings(settings), files);
  }

  /** Values in the units of {@link #VARIABLES}; what is left out stays as in the base cell. */
  static Request request(Map<String, Double> chosen) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (Variable variable : VARIABLES) {
      Double value = chosen.get(variable.name());
      if (value != null) {
        values.put(variable.name(), Scalar.of(value, MeasurementUnit.parse(variable.unit())));
      }
    }
    return new Request(new Design(values), 1, "test");
  }

  /** Uniform within the bounds. */
  static Request random(SplittableRandom random) {
    Map<String, Double> chosen = new LinkedHashMap<>();
    for (Variable variable : VARIABLES) {
      chosen.put(variable.name(), random.nextDouble(variable.low(), variable.high()));
    }
    return request(chosen);
  }

  /** The nominal cell of a design that states every variable. */
  static Stack stack(BaseCell base, Design design) {
    Stack.Geometry asked =
        new Stack.Geometry(
                base.geometry().negativeThickness(),
                design.si("separator_thickness"),
                design.si("positive_thickness"),
                design.si("negative_porosity"),
                design.si("positive_porosity"),
                design.si("negative_particle_radius"),
                design.si("positive_particle_radius"))
            .balanced(base, design.si("np_ratio"));
    return Stack.of(base, asked, Stack.areaOf(base, asked)).orElseThrow();
  }

  static Scalar output(Outcome outcome, String name) {
    if (outcome.values().get(name) instanceof Scalar scalar) {
      return scalar;
    }
    throw new AssertionError("no " + name + " in " + outcome);
  }
}
