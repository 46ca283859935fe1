package org.cellwright.science.planner;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cellwright.science.planner.Acquisition.Belief;
import org.cellwright.science.planner.acquisition.Promise;
import org.cellwright.science.planner.acquisition.Worth;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Output;
import org.jspecify.annotations.Nullable;

/** Somebody else's acquisition, over our beliefs or somebody else's; slopes by differences. */
final class ForeignWorth implements Worth {
  private static final double STEP = 1e-5;

  private final Acquisition acquisition;
  private final Promise promise;
  private final SequencedMap<String, Regressor.Fitted> fitted = new LinkedHashMap<>();

  /**
   * @param regressor null for our own surrogates
   * @param told at the fidelity that counts
   */
  ForeignWorth(
      Acquisition acquisition,
      @Nullable Regressor regressor,
      Promise promise,
      Beliefs beliefs,
      LevelData told) {
    this.acquisition = acquisition;
    this.promise = promise;
    for (Output output : beliefs.outputs()) {
      fitted.put(
          output.name(),
          regressor == null
              ? x -> ours(output.name(), x)
              : regressor.fit(
                  told.points().toArray(double[][]::new),
                  told.observations().stream().mapToDouble(output::value).toArray()));
    }
  }

  private Belief ours(String output, double[] x) {
    double[] moments = promise.expected(output, x);
    return new Belief(moments[0], moments[1]);
  }

  private double value(double[] x) {
    SequencedMap<String, Belief> outputs = new LinkedHashMap<>();
    fitted.forEach((name, known) -> outputs.put(name, known.at(x.clone())));
    return acquisition.value(outputs, promise.feasibility(x));
  }

  @Override
  public double[] values(double[][] xs) {
    return Arrays.stream(xs).parallel().mapToDouble(this::value).toArray();
  }

  @Override
  public double value(double[] x, double[] gradient) {
    for (int j = 0; j < x.length; j++) {
      double[] moved = x.clone();
      moved[j] = x[j] + STEP;
      double above = value(moved);
      moved[j] = x[j] - STEP;
      gradient[j] = (above - value(moved)) / (2 * STEP);
    }
    return value(x);
  }
}
