package org.cellwright.bench.planner;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.core.Objective;
import org.cellwright.science.planner.acquisition.Improvement;

/**
 * What today's defaults reach: {@link MaternProcess} for each objective and the logarithm of the
 * expected improvement (Ament et al., NeurIPS 2023) over the whole inputs. Of several objectives
 * that is the exact growth of the hypervolume over what was told, as it was told.
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
    int[] rows = told.stream().mapToInt(Told::row).toArray();
    int objectives = inputs.objectives().size();
    double[][] losses = new double[objectives][];
    double[][][] moments = new double[objectives][][];
    double[] reference = new double[objectives];
    for (int j = 0; j < objectives; j++) {
      int number = j;
      Objective objective = inputs.objectives().get(j);
      double[] raw = told.stream().mapToDouble(t -> objective.loss(t.values()[number])).toArray();
      Standard standard = Standard.of(raw);
      losses[j] = Arrays.stream(raw).map(standard::apply).toArray();
      reference[j] =
          inputs.reference().isEmpty()
              ? Arrays.stream(losses[j]).min().orElse(0)
              : standard.apply(objective.loss(inputs.reference().get(j)));
      moments[j] =
          new MaternProcess(inputs.features(), inputs.groups(), rows, losses[j]).predict(left);
    }
    Improvement improvement =
        objectives == 1
            ? Improvement.over(reference[0])
            : Improvement.over(points(losses, rows.length), reference);
    int chosen = left[0];
    double most = Double.NEGATIVE_INFINITY;
    double[] mean = new double[objectives];
    double[] deviation = new double[objectives];
    for (int c = 0; c < left.length; c++) {
      for (int j = 0; j < objectives; j++) {
        mean[j] = moments[j][0][c];
        deviation[j] = Math.sqrt(moments[j][1][c]);
      }
      double value = improvement.log(mean, deviation, null);
      if (value > most) {
        most = value;
        chosen = left[c];
      }
    }
    return chosen;
  }

  private static List<double[]> points(double[][] losses, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.stream(losses).mapToDouble(loss -> loss[i]).toArray())
        .toList();
  }

  private record Standard(double mean, double scale) {
    static Standard of(double[] y) {
      double mean = Arrays.stream(y).average().orElse(0);
      double square = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
      double deviation = Math.sqrt(square / Math.max(1, y.length - 1));
      return new Standard(mean, deviation > 1e-12 ? deviation : 1);
    }

    double apply(double y) {
      return (y - mean) / scale;
    }
  }

  static double[] standardised(double[] y) {
    Standard standard = Standard.of(y);
    return Arrays.stream(y).map(standard::apply).toArray();
  }
}
