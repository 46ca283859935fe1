package org.cellwright.bench.planner;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.NormalDistribution;

/**
 * What today's defaults reach: {@link MaternProcess} and the logarithm of the expected improvement
 * (Ament et al., NeurIPS 2023) over the whole inputs. One objective.
 */
final class Floor implements Strategy {

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public Chooser begin(Inputs inputs, long seed) {
    return (told, pending) -> next(inputs, told, pending);
  }

  private static int next(Inputs inputs, List<Told> told, List<Integer> pending) {
    boolean[] taken = new boolean[inputs.size()];
    told.forEach(t -> taken[t.row()] = true);
    pending.forEach(row -> taken[row] = true);
    int[] left = IntStream.range(0, inputs.size()).filter(row -> !taken[row]).toArray();
    if (left.length == 0) {
      return -1;
    }
    double[] y =
        told.stream()
            .mapToDouble(t -> -inputs.objectives().getFirst().loss(t.values()[0]))
            .toArray();
    double[] standard = standardised(y);
    MaternProcess process =
        new MaternProcess(
            inputs.features(),
            inputs.groups(),
            told.stream().mapToInt(Told::row).toArray(),
            standard);
    double best = Arrays.stream(standard).max().orElse(0);
    double[][] moments = process.predict(left);
    int chosen = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < left.length; c++) {
      double deviation = Math.sqrt(moments[1][c]);
      double value =
          NormalDistribution.logImprovement((moments[0][c] - best) / deviation)
              + StrictMath.log(deviation);
      if (value > most) {
        most = value;
        chosen = left[c];
      }
    }
    return chosen < 0 ? left[0] : chosen;
  }

  static double[] standardised(double[] y) {
    double mean = Arrays.stream(y).average().orElse(0);
    double square = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = Math.sqrt(square / Math.max(1, y.length - 1));
    double scale = deviation > 1e-12 ? deviation : 1;
    return Arrays.stream(y).map(v -> (v - mean) / scale).toArray();
  }
}
