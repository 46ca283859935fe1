package org.cellwright.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.cellwright.core.Constraint;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.core.Variable;
import org.cellwright.platform.campaign.RunResult;
import org.cellwright.platform.campaign.RunResult.ComparedRun;
import org.cellwright.platform.campaign.RunResult.Evaluated;
import org.cellwright.platform.campaign.RunResult.FidelityCost;
import org.cellwright.platform.campaign.RunResult.TracePoint;
import org.cellwright.platform.campaign.RunResult.Verification;
import org.cellwright.science.planner.Explanation;
import org.cellwright.science.planner.History;

/** A made-up run with everything that a report can be asked to show. The numbers mean nothing. */
final class SyntheticRun {
  private static final Objective ENERGY =
      new Objective("specific_energy", Objective.Goal.MAXIMIZE, unit("Wh/kg"), 0);
  private static final Objective TIME =
      new Objective("charge_time", Objective.Goal.MINIMIZE, unit("min"), 0);
  private static final Constraint PLATING =
      new Constraint("plating_margin", Constraint.Sense.AT_LEAST, 0, unit("mV"));
  private static final Constraint HEAT =
      new Constraint("peak_temperature", Constraint.Sense.AT_MOST, 45, unit("degC"));

  private static final List<Variable> VARIABLES =
      List.of(
          new Variable.Continuous("positive_thickness", 45, 100, unit("um")),
          new Variable.Continuous("negative_porosity", 0.2, 0.45, MeasurementUnit.ONE),
          new Variable.Continuous("positive_particle_radius", 2, 7, unit("um")),
          new Variable.Continuous("separator_thickness", 8, 20, unit("um")),
          new Variable.Continuous("charge_rate_1", 1, 5, unit("C")),
          new Variable.Continuous("switch_soc", 0.2, 0.7, MeasurementUnit.ONE));

  private final Random random = new Random(7);
  private final List<Evaluated> evaluations = new ArrayList<>();
  private final List<TracePoint> trace = new ArrayList<>();
  private double spent;

  static MeasurementUnit unit(String text) {
    return MeasurementUnit.parse(text);
  }

  static Material withComparison() {
    return new SyntheticRun().material(true);
  }

  static Material alone() {
    return new SyntheticRun().material(false);
  }

  private Material material(boolean compared) {
    for (int i = 0; i < 60; i++) {
      double[] x = random.doubles(6).toArray();
      if (i > 10) {
        x[2] = 0.005 * random.nextDouble();
        x[3] = 0.1 * random.nextDouble();
        x[4] = 0.75 - 0.3 * x[0];
        x[1] = 0.9 * x[1];
      }
      evaluate(x, "sketch", 0.02);
      if (i % 3 == 0) {
        evaluate(x, "nominal", 0.05);
      }
      if (i % 5 < 3 || i > 40) {
        evaluate(x, "made", 1);
      }
    }
    List<Evaluated> front = front();
    SequencedMap<String, List<ComparedRun>> compare = new LinkedHashMap<>();
    if (compared) {
      compare.put("campaign", traces(4300, 0.16));
      compare.put("random", traces(3300, 0.05));
      compare.put("screening", traces(3650, 0.08));
    }
    RunResult result =
        new RunResult(
            "fast-charge-cell",
            "fast-charge-cell-3",
            1,
            "0.1.0",
            RunResult.Status.DONE,
            163.2,
            60,
            spent,
            List.of(ENERGY, TIME),
            List.of(PLATING, HEAT),
            List.of(260.0, 60.0),
            trace.getLast().hypervolume(),
            trace,
            evaluations,
            front.stream().map(Evaluated::id).toList(),
            front.get(front.size() / 2).id(),
            verifications(front),
            List.of(
                cost("sketch", "cell.spme", 0.02, 0.14),
                cost("nominal", "cell.dfn", 0.05, 0.31),
                cost("made", "cell.dfn", 1, 6.8)),
            compare);
    return new Material(result, VARIABLES, Optional.of(beliefs()), hash -> Optional.of(curves()));
  }

  /** What a planner makes of the evaluations at the fidelity that counts. */
  private Explanation beliefs() {
    Problem problem =
        new Problem(
            "fast-charge-cell",
            new Space(VARIABLES, List.of()),
            List.of(ENERGY, TIME),
            List.of(PLATING, HEAT),
            List.of(new Fidelity("made", "cell.dfn", 1, Settings.NONE)),
            60,
            List.of(260.0, 60.0),
            1);
    List<Observation> told = new ArrayList<>();
    for (Evaluated e : evaluations) {
      if (e.fidelity().equals("made")) {
        told.add(
            new Observation(
                e.id(),
                new Method.Identity("cell.dfn", "1", "0"),
                "made",
                e.design(),
                e.design(),
                Outcome.Status.OK,
                e.outcomes(),
                null,
                e.flags(),
                1,
                0,
                0,
                1,
                null,
                new LinkedHashMap<>()));
      }
    }
    return Explanation.of(problem, new History(told, List.of(), told.size(), 40, ""));
  }

  private FidelityCost cost(String name, String method, double cost, double cpuSecond) {
    long count = evaluations.stream().filter(e -> e.fidelity().equals(name)).count();
    return new FidelityCost(
        name,
        new Method.Identity(method, "1", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c"),
        cost,
        (int) count,
        cpuSecond,
        cost,
        cpuSecond / 6.8);
  }

  private List<Verification> verifications(List<Evaluated> front) {
    List<Verification> verifications = new ArrayList<>();
    front.forEach(e ->
        verifications.add(
            new Verification(
                e.id(), true, Outcome.Status.OK, null, e.outcomes(), e.constraints())));
    Evaluated flipped =
        evaluations.stream()
            .filter(e -> e.feasible() && e.fidelity().equals("made") && !front.contains(e))
            .findFirst()
            .orElseThrow();
    SequencedMap<String, Scalar> slacks = new LinkedHashMap<>(flipped.constraints());
    slacks.put("plating_margin", Scalar.of(-0.31, unit("mV")));
    verifications.add(
        new Verification(flipped.id(), false, Outcome.Status.OK, null, flipped.outcomes(), slacks));
    return verifications;
  }

  private void evaluate(double[] x, String fidelity, double cost) {
    SequencedMap<String, Value> variables = new LinkedHashMap<>();
    for (int i = 0; i < x.length; i++) {
      Variable.Continuous v = (Variable.Continuous) VARIABLES.get(i);
      variables.put(v.name(), Scalar.of(v.lower() + x[i] * (v.upper() - v.lower()), v.unit()));
    }
    double bias = fidelity.equals("sketch") ? -8 : fidelity.equals("nominal") ? 3 : 0;
    double scatter = fidelity.equals("made") ? 0 : 0.3 * random.nextGaussian();
    double energy = scatter + 280 + 90 * x[0] - 30 * x[1] - 12 * x[3] + 5 * x[5];
    double time = 14 + 45 * Math.pow(x[0], 1.5) + 20 * (1 - x[4]) + 6 * x[2];
    double plating = 40 * x[1] + 25 - 55 * x[2] - 28 * x[4] - 14 * x[0] + bias + 5 * scatter;
    double heat = 33 + 10 * x[4] + 8 * x[0] + 4 * x[2];
    boolean counts = fidelity.equals("made");
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("specific_energy", scalar(energy, "Wh/kg", counts ? 1.7 : 0));
    outcomes.put("charge_time", scalar(time, "min", counts ? 0.42 : 0));
    outcomes.put("plating_margin", scalar(plating, "mV", counts ? 2.9 : 0));
    outcomes.put("peak_temperature", scalar(heat, "degC", counts ? 0.2 : 0));
    SequencedMap<String, Scalar> slacks = new LinkedHashMap<>();
    slacks.put("plating_margin", Scalar.of(plating - (counts ? 4 : 0), unit("mV")));
    slacks.put("peak_temperature", Scalar.of(45 - heat, unit("K")));
    boolean feasible = slacks.values().stream().allMatch(s -> s.value() >= 0);
    spent += cost;
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    reasons.put("improvement", Figures.of(random.nextDouble()));
    reasons.put("feasibility", Figures.of(random.nextDouble()));
    SequencedMap<String, String> attachments = new LinkedHashMap<>();
    attachments.put("curves.csv", "0".repeat(64));
    evaluations.add(
        new Evaluated(
            String.format(Locale.ROOT, "e%04d", evaluations.size() + 1),
            fidelity,
            cost,
            Outcome.Status.OK,
            null,
            feasible,
            variables,
            outcomes,
            slacks,
            x[2] > 0.9 || (counts && evaluations.size() % 29 == 28)
                ? List.of("electrolyte beyond 2 mol/l: its properties are extrapolated")
                : List.of(),
            null,
            reasons,
            attachments,
            1,
            cost * 3,
            cost * 6));
    trace.add(new TracePoint(spent, 4300 * (1 - Math.exp(-0.16 * spent))));
  }

  private static Scalar scalar(double value, String unit, double std) {
    Uncertainty uncertainty =
        std == 0 ? Uncertainty.UNKNOWN : new Uncertainty(Uncertainty.Kind.PARAMETRIC, std);
    return new Scalar(value, unit(unit), uncertainty);
  }

  private List<Evaluated> front() {
    List<Evaluated> feasible =
        evaluations.stream().filter(e -> e.feasible() && e.fidelity().equals("made")).toList();
    return feasible.stream()
        .filter(e -> feasible.stream().noneMatch(other -> beats(other, e)))
        .sorted(Comparator.comparingDouble(e -> -energy(e)))
        .toList();
  }

  private static boolean beats(Evaluated a, Evaluated b) {
    return energy(a) >= energy(b)
        && Findings.number(a.outcomes().get("charge_time"), TIME.unit())
            < Findings.number(b.outcomes().get("charge_time"), TIME.unit());
  }

  private static double energy(Evaluated e) {
    return Findings.number(e.outcomes().get("specific_energy"), ENERGY.unit());
  }

  private List<ComparedRun> traces(double limit, double pace) {
    List<ComparedRun> runs = new ArrayList<>();
    for (int seed = 1; seed <= 5; seed++) {
      double own = limit * (0.95 + 0.1 * random.nextDouble());
      List<TracePoint> points = new ArrayList<>();
      double best = 0;
      for (int cost = 1; cost <= 60; cost++) {
        if (random.nextDouble() < 0.5) {
          best = Math.max(best, own * (1 - Math.exp(-pace * cost)));
        }
        points.add(new TracePoint(cost, best));
      }
      runs.add(new ComparedRun("fast-charge-cell-3." + seed, seed, best, points));
    }
    return runs;
  }

  private static byte[] curves() {
    StringBuilder csv =
        new StringBuilder(
            "draw,test_time_second,voltage_volt,current_ampere,plating_margin_volt,"
                + "cell_temperature_celsius,state_of_charge\n");
    Random random = new Random(3);
    for (int draw = 0; draw < 24; draw++) {
      double shift = draw == 0 ? 0 : random.nextGaussian();
      double end = 1080 + 18 * shift;
      for (int i = 0; i <= 90; i++) {
        double t = i / 90.0;
        csv.append(
            String.format(
                Locale.ROOT,
                "%d,%.1f,%.4f,%.3f,%.5f,%.3f,%.4f%n",
                draw,
                t * end,
                Math.min(4.2, 3.75 + 0.5 * Math.sqrt(t) + 0.004 * shift),
                t < 0.45 ? 14.2 : 9.1,
                0.002 + 0.09 * Math.exp(-4 * t) + 0.0022 * shift * t + (t < 0.45 ? 0 : 0.018),
                25
                    + 19.6 * (1 - Math.exp(-3 * t))
                    + 0.25 * shift * t
                    - (t < 0.5 ? 0 : 2 * (t - 0.5)),
                0.1 + 0.7 * t));
      }
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }
}
