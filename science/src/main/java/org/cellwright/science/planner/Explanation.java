package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.NearestName;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.acquisition.Promise;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Calibration;
import org.cellwright.science.planner.surrogate.Output;
import org.cellwright.science.planner.surrogate.Surrogate;
import org.jspecify.annotations.Nullable;

/**
 * What the planner of a campaign believes, in words and numbers for people: about one design, about
 * the whole space, about going on. Learns once, when made, as an ask does; a function of the
 * problem and the history alone.
 *
 * <p>Outputs are those that the planner learns, at the fidelity that counts, in their own units.
 * Intervals hold 90 % of what will be told: noise is included, and they are tempered by how earlier
 * ones held ({@link Calibration}).
 */
public final class Explanation {
  private final Problem problem;
  private final Outlook outlook;
  private final int top;

  /**
   * What will be told of one output.
   *
   * @param lower to {@code upper}: 90 %
   * @param priorShare of the variance before any data, what is left: 1 far from all evidence
   */
  public record Prediction(
      String output,
      String unit,
      double mean,
      double deviation,
      double lower,
      double upper,
      double priorShare) {}

  /**
   * Evidence near a design.
   *
   * @param distance in length scales of the output that sees it as farthest
   * @param outcomes in the units of the predictions
   */
  public record Nearest(
      String id, String fidelity, double distance, SequencedMap<String, Double> outcomes) {}

  /** A variable that is not as in the best known design. */
  public record Move(String variable, String best, String proposed) {}

  /**
   * The expected gain is that of a normal number over the best known, in the unit of the objective.
   *
   * @param deviation tempered, as all that is stated; the scatter of telling is left out, since
   *     luck is no gain
   * @param best known; where results scatter what is believed of it, and as long as nothing is
   *     feasible the reference point
   */
  public record Gain(double mean, double deviation, double best) {}

  /**
   * Why a design is, or would be, worth trying.
   *
   * @param expectedGain if it is feasible: of the objective, of the hypervolume, or of a scalar
   * @param gain how it follows; null but for one objective that is made large or small
   * @param novelty distance to the nearest evidence in length scales
   * @param outOfDepth no evidence is near, or an option has no result yet: to try it is to explore
   * @param best id of the best known design; empty where there is none
   */
  public record Proposal(
      String fidelity,
      double cost,
      double expectedGain,
      String gainUnit,
      @Nullable Gain gain,
      double probabilityFeasible,
      double novelty,
      boolean outOfDepth,
      String best,
      List<Prediction> predictions,
      List<Nearest> nearest,
      List<Move> moves) {}

  /**
   * Of an output's variance over the whole space, evenly filled, rules aside: what a variable
   * brings alone, and with all it acts together with (Sobol indices). Expectations count up to the
   * range of what was told beyond either end of it: a transformed output may be carried to where
   * one corner of the space would be all its variance.
   */
  public record Share(String variable, double first, double total) {}

  /** The variables in falling order of their totals. */
  public record Influence(String output, List<Share> shares) {}

  /**
   * What each variable adds to an output at one design, against the mean of the evidence (SHAP).
   *
   * @param prediction {@code base} plus all of {@code byVariable}
   */
  public record Attribution(
      String output,
      String unit,
      double base,
      double prediction,
      SequencedMap<String, Double> byVariable) {}

  /**
   * One place on a slice.
   *
   * @param at NaN where the variable has names
   */
  public record Place(double at, String label, double mean, double lower, double upper) {}

  /**
   * An output along one variable, all others as in one design. Along a component of a blend the
   * others keep their proportions (Cox, Biometrika 58, 155, 1971).
   */
  public record Slice(
      String output, String unit, String variable, String variableUnit, List<Place> places) {}

  /**
   * Whether to go on.
   *
   * @param expectedGain of the best candidate, times its probability to be feasible; NaN where all
   *     results are the same
   * @param shareOfRange the same as a part of the range seen; NaN where an objective has none yet
   * @param probabilityBeaten that anything feasible beats the best by 1 % of the range; NaN for
   *     several objectives
   * @param regretBound how far the best known can lie from the best there is; NaN where unknown
   * @param cost of one more
   * @param candidate null where nothing is left to try
   */
  public record Advice(
      boolean stop,
      String reason,
      double expectedGain,
      String gainUnit,
      double shareOfRange,
      double probabilityBeaten,
      double regretBound,
      double cost,
      String source,
      @Nullable Design candidate) {}

  /**
   * How the intervals of an output are tempered.
   *
   * @param factor on the deviation
   * @param told how many predictions were told afterwards, of which {@code coverage} lay within
   *     their 90 % as they would now be drawn; NaN without any
   */
  public record Calibrated(String output, double factor, int told, double coverage) {}

  /**
   * How much an earlier campaign counts for an output.
   *
   * @param rows that it tells of it
   * @param weight the probability that it helps; one half is where all of them together begin
   * @param told results of this campaign that it was judged by
   * @param dropped it predicts them no better than chance, and is not used
   */
  public record Learned(
      String source, String output, int rows, double weight, int told, boolean dropped) {}

  private Explanation(Problem problem, Outlook outlook) {
    this.problem = problem;
    this.outlook = outlook;
    this.top = outlook.ladder().top();
  }

  /**
   * @throws CellwrightException REFUSED while too few evaluations succeeded to learn from
   */
  public static Explanation of(Problem problem, History history) {
    return new Explanation(problem, ModelBased.outlook(problem, history));
  }

  /**
   * What will be told of a design at the fidelity that counts: the outputs, and after them the
   * objectives that are made of them.
   */
  public List<Prediction> predict(Design design) {
    double[] x = outlook.encoding().encode(design);
    List<Prediction> predictions = new ArrayList<>();
    for (Output output : outlook.beliefs().outputs()) {
      Surrogate surrogate = outlook.beliefs().surrogate(output.name());
      double[] moments = outlook.promise().expected(output.name(), x);
      double[] ends = surrogate.interval(x, top);
      predictions.add(
          new Prediction(
              output.name(),
              output.unit().symbol(),
              moments[0],
              moments[1],
              ends[0],
              ends[1],
              surrogate.priorShare(x, top)));
    }
    for (int i = 0; i < problem.objectives().size(); i++) {
      if (problem.objectives().get(i).formula() != null) {
        predictions.add(made(i, x, predictions));
      }
    }
    return predictions;
  }

  /** Of what is made of outputs: the median stands for the mean. */
  private Prediction made(int objective, double[] x, List<Prediction> outputs) {
    Objective of = problem.objectives().get(objective);
    Promise.Made made = outlook.promise().made(objective, of.goal(), x, top);
    return new Prediction(
        of.name(),
        of.unit().symbol(),
        made.median(),
        made.deviation(),
        made.lower(),
        made.upper(),
        outputs.stream().mapToDouble(Prediction::priorShare).max().orElse(0));
  }

  /** Why a design is worth trying at a fidelity. */
  public Proposal proposal(Design design, String fidelity) {
    double[] x = outlook.encoding().encode(design);
    List<Prediction> predictions = predict(design);
    List<Nearest> nearest = new Evidence(outlook).nearest(x);
    double cost =
        problem.fidelities().stream()
            .filter(f -> f.name().equals(fidelity))
            .mapToDouble(Fidelity::cost)
            .findFirst()
            .orElseThrow(() ->
                CellwrightException.refused(
                    "there is no fidelity '%s'".formatted(fidelity), "fidelity", null));
    Optional<Observation> best = best();
    return new Proposal(
        fidelity,
        cost,
        outlook.gain(problem, x),
        gainUnit(),
        outlook.gainOf(problem, x).orElse(null),
        outlook.promise().feasibility(x),
        nearest.isEmpty() ? Double.POSITIVE_INFINITY : nearest.getFirst().distance(),
        predictions.stream().anyMatch(p -> p.priorShare() > Decision.OUT_OF_DEPTH)
            || !Untried.of(problem, outlook.past(), design).isEmpty(),
        best.map(Observation::id).orElse(""),
        predictions,
        nearest,
        best.map(known -> moves(known.asked(), design)).orElse(List.of()));
  }

  private static List<Move> moves(Design best, Design proposed) {
    List<Move> moves = new ArrayList<>();
    proposed
        .values()
        .forEach((name, value) -> {
          Value known = best.values().get(name);
          if (known != null && !value.equals(known)) {
            moves.add(new Move(name, text(known), text(value)));
          }
        });
    return moves;
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Scalar s ->
          number(s.value()) + (s.unit().equals(MeasurementUnit.ONE) ? "" : " " + s.unit().symbol());
      case Value.Composition c -> {
        List<String> parts = new ArrayList<>();
        c.fractions().forEach((name, part) -> parts.add(name + " " + number(part)));
        yield String.join(", ", parts);
      }
      default -> value.toString();
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /**
   * The best known: feasible, at the highest fidelity with any result; of several objectives the
   * first by their hierarchy or the knee of the front; where nothing is feasible, what is likeliest
   * to be.
   */
  private Optional<Observation> best() {
    for (LevelData level : outlook.past().succeeded.reversed()) {
      List<double[]> losses = new ArrayList<>();
      boolean[] feasible = new boolean[level.points().size()];
      for (int i = 0; i < feasible.length; i++) {
        losses.add(Hypervolume.losses(problem, level.observations().get(i)));
        feasible[i] = level.observations().get(i).isFeasible(problem.constraints());
      }
      int best = Pareto.best(problem.objectives(), problem.hierarchy(), losses, feasible);
      if (best >= 0) {
        return Optional.of(level.observations().get(best));
      }
    }
    for (LevelData level : outlook.past().succeeded.reversed()) {
      Optional<Integer> likeliest =
          IntStream.range(0, level.points().size())
              .boxed()
              .max(
                  Comparator.comparingDouble(
                      i -> outlook.promise().feasibility(level.points().get(i))));
      if (likeliest.isPresent()) {
        return Optional.of(level.observations().get(likeliest.get()));
      }
    }
    return Optional.empty();
  }

  /** The best known design: where slices are best taken. */
  public Design centre() {
    return best().orElseThrow().asked();
  }

  /** Sobol indices of every output. */
  public List<Influence> influences() {
    return new Sensitivity(problem, outlook).influences();
  }

  /** SHAP values of a design for every output. */
  public List<Attribution> shap(Design design) {
    return new Sensitivity(problem, outlook).shap(design);
  }

  /** Every output along every variable through a design. Known rules are not looked at. */
  public List<Slice> slices(Design centre) {
    List<Slice> slices = new ArrayList<>();
    for (Variable variable : problem.space().variables()) {
      for (Traverse traverse : Traverse.along(variable, centre)) {
        List<List<Prediction>> predictions =
            traverse.designs().stream().map(this::predict).toList();
        for (int k = 0; k < outlook.beliefs().outputs().size(); k++) {
          List<Place> places = new ArrayList<>();
          for (int i = 0; i < predictions.size(); i++) {
            Prediction p = predictions.get(i).get(k);
            places.add(
                new Place(
                    traverse.at().get(i),
                    traverse.labels().get(i),
                    p.mean(),
                    p.lower(),
                    p.upper()));
          }
          Output output = outlook.beliefs().outputs().get(k);
          slices.add(
              new Slice(
                  output.name(), output.unit().symbol(), traverse.name(), traverse.unit(), places));
        }
      }
    }
    return slices;
  }

  /** Whether one more evaluation is worth its cost. */
  public Advice advice() {
    return new Stopping(problem, outlook, gainUnit()).advice();
  }

  /** How the intervals of each output are tempered at the fidelity that counts. */
  public List<Calibrated> calibration() {
    List<Calibrated> calibrated = new ArrayList<>();
    for (Output output : outlook.beliefs().outputs()) {
      double factor = outlook.beliefs().surrogate(output.name()).widening(top);
      double[] scores = outlook.beliefs().checked(output.name(), top);
      double coverage =
          Arrays.stream(scores)
              .map(z -> Math.abs(z) <= Calibration.HALF_OF_90 * factor ? 1 : 0)
              .average()
              .orElse(Double.NaN);
      calibrated.add(new Calibrated(output.name(), factor, scores.length, coverage));
    }
    return calibrated;
  }

  /** What was learned from earlier campaigns, and whether it is believed. */
  public List<Learned> sources() {
    return Stream.concat(
            outlook.beliefs().standings().stream(), outlook.past().success.standings().stream())
        .map(s -> new Learned(s.source(), s.output(), s.rows(), s.weight(), s.told(), s.dropped()))
        .toList();
  }

  /**
   * Posterior and acquisition at given designs: one row each, units in the header. The logarithm of
   * the promise is what an ask maximises, up to a constant.
   */
  public String csv(List<Design> designs) {
    StringBuilder csv = new StringBuilder();
    List<String> header = new ArrayList<>();
    for (Variable variable : problem.space().variables()) {
      header.add(variable.name() + bracketed(variable.unit().symbol()));
    }
    for (Prediction p : designs.isEmpty() ? List.<Prediction>of() : predict(designs.getFirst())) {
      for (String column : List.of("mean", "deviation", "lower_90", "upper_90")) {
        header.add(p.output() + "_" + column + bracketed(p.unit()));
      }
    }
    header.addAll(List.of("expected_gain", "probability_feasible", "log_promise"));
    csv.append(String.join(",", header)).append('\n');
    for (Design design : designs) {
      double[] x = outlook.encoding().encode(design);
      List<String> row = new ArrayList<>();
      for (String name : problem.space().names()) {
        Value value = design.values().get(name);
        row.add(
            value instanceof Value.Scalar s
                ? Double.toString(s.in(variable(name).unit()).value())
                : '"' + text(value == null ? new Value.Category("") : value) + '"');
      }
      for (Prediction p : predict(design)) {
        for (double number : new double[] {p.mean(), p.deviation(), p.lower(), p.upper()}) {
          row.add(Double.toString(number));
        }
      }
      row.add(Double.toString(outlook.gain(problem, x)));
      row.add(Double.toString(outlook.promise().feasibility(x)));
      row.add(Double.toString(outlook.promise().values(new double[][] {x})[0]));
      csv.append(String.join(",", row)).append('\n');
    }
    return csv.toString();
  }

  private static String bracketed(String unit) {
    return unit.equals("1") ? "" : " [" + unit + "]";
  }

  /**
   * Designs on a grid of two variables, the others as in the best known design.
   *
   * @throws CellwrightException REFUSED if there is no such variable, or both are the same
   */
  public List<Design> grid(String first, String second) {
    if (first.equals(second)) {
      throw CellwrightException.refused(
          "a grid needs two variables, not '%s' twice".formatted(first), null, null);
    }
    List<Design> designs = new ArrayList<>();
    for (Traverse across : Traverse.along(variable(first), centre())) {
      for (Design start : across.designs()) {
        for (Traverse along : Traverse.along(variable(second), start)) {
          designs.addAll(along.designs());
        }
      }
    }
    return designs;
  }

  private Variable variable(String name) {
    return problem.space().variables().stream()
        .filter(v -> v.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            CellwrightException.refused(
                "there is no variable '%s'".formatted(name),
                null,
                NearestName.hint(name, problem.space().names())));
  }

  private String gainUnit() {
    if (problem.hierarchy().isGiven()) {
      return "of the range of the objective whose turn it is";
    }
    List<String> units =
        problem.objectives().stream()
            .map(o -> o.unit().symbol())
            .filter(symbol -> !symbol.equals("1"))
            .toList();
    return String.join(" · ", units);
  }
}
