package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cellwright.core.Design;
import org.cellwright.core.Problem;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.numerics.Sobol;
import org.cellwright.science.planner.Explanation.Attribution;
import org.cellwright.science.planner.Explanation.Influence;
import org.cellwright.science.planner.Explanation.Share;
import org.cellwright.science.planner.explain.ShapleyValues;
import org.cellwright.science.planner.explain.SobolIndices;
import org.cellwright.science.planner.explain.Span;
import org.cellwright.science.planner.surrogate.Output;
import org.cellwright.science.planner.surrogate.Surrogate;

/**
 * How much each variable matters to what is believed of the outputs at the fidelity that counts.
 */
record Sensitivity(Problem problem, Outlook outlook) {
  private static final int SAMPLES = 512;

  /** Sobol indices of every output. Takes {@value #SAMPLES} (k + 2) predictions of the mean. */
  List<Influence> influences() {
    double[][] a = new double[SAMPLES][];
    double[][] b = new double[SAMPLES][];
    int width = outlook.encoding().unitWidth();
    Sobol sobol = Sobol.scrambled(Math.min(2 * width, Sobol.MAX_DIMENSION), problem.seed());
    RandomStream random = new RandomStream(problem.seed(), 0x50B01);
    for (int i = 0; i < SAMPLES; i++) {
      double[] even = sobol.point(i);
      double[] u = Arrays.copyOf(even, 2 * width);
      for (int j = even.length; j < u.length; j++) {
        u[j] = random.nextDouble();
      }
      a[i] = outlook.encoding().fromUnit(Arrays.copyOf(u, width));
      b[i] = outlook.encoding().fromUnit(Arrays.copyOfRange(u, width, 2 * width));
    }
    return outlook.beliefs().outputs().stream()
        .parallel()
        .map(output -> influence(output, a, b))
        .toList();
  }

  private Influence influence(Output output, double[][] a, double[][] b) {
    double[] told =
        outlook.past().succeeded.stream()
            .flatMap(level -> level.observations().stream())
            .mapToDouble(output::value)
            .toArray();
    double low = Arrays.stream(told).min().orElse(0);
    double high = Arrays.stream(told).max().orElse(0);
    double width = high - low;
    SobolIndices indices =
        SobolIndices.of(
            x -> Math.clamp(median(output, x), low - width, high + width), a, b, spans());
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < indices.total().length; i++) {
      shares.add(
          new Share(
              problem.space().variables().get(i).name(),
              // Estimates: a share of a variance is neither negative nor more than its total.
              Math.clamp(indices.first()[i], 0, indices.total()[i]),
              indices.total()[i]));
    }
    shares.sort(Comparator.comparingDouble(Share::total).reversed());
    return new Influence(output.name(), List.copyOf(shares));
  }

  /** SHAP values of a design for every output. */
  List<Attribution> shap(Design design) {
    double[] x = outlook.encoding().encode(design);
    List<double[]> background = new ArrayList<>();
    outlook.past().succeeded.forEach(level -> background.addAll(level.points()));
    List<Attribution> attributions = new ArrayList<>();
    for (Output output : outlook.beliefs().outputs()) {
      ShapleyValues shap = ShapleyValues.of(z -> median(output, z), x, background, spans());
      SequencedMap<String, Double> byVariable = new LinkedHashMap<>();
      for (int i = 0; i < shap.values().length; i++) {
        byVariable.put(problem.space().variables().get(i).name(), shap.values()[i]);
      }
      attributions.add(
          new Attribution(
              output.name(), output.unit().symbol(), shap.base(), shap.prediction(), byVariable));
    }
    return attributions;
  }

  private List<Span> spans() {
    return IntStream.range(0, problem.space().variables().size())
        .mapToObj(i -> outlook.encoding().featuresOf(i))
        .map(ends -> new Span(ends[0], ends[1]))
        .toList();
  }

  private double median(Output output, double[] x) {
    Surrogate surrogate = outlook.beliefs().surrogate(output.name());
    return surrogate.transform().invert(surrogate.mean(x, outlook.ladder().top()));
  }
}
