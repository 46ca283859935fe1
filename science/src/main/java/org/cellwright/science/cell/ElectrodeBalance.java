package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.continuum.CellData;

/**
 * How both electrodes of a cell are matched: what they can hold and how much lithium they share
 * (electrode state of health, eSOH). It decides where each electrode stands at rest:
 *
 * <pre>
 *   x Qn + y Qp = Q_Li,     Up(y) − Un(x) = V
 * </pre>
 *
 * <p>at each cut-off voltage V (Mohtat, Lee, Siegel and Stefanopoulou, J. Power Sources 427 (2019)
 * 101, doi 10.1016/j.jpowsour.2019.03.104, eq. 4–7; there n_Li = 3600 Q_Li / F). The phases of a
 * blend share one potential. Open-circuit potentials are those of the file at the reference
 * temperature, halfway between the branches of a material that shows hysteresis.
 *
 * <p>Charges are in A·h (not SI) of the whole cell.
 *
 * @param negative what the negative electrode can hold
 * @param positive what the positive electrode can hold
 * @param lithium Q_Li, all lithium in both, A·h
 */
public record ElectrodeBalance(Host negative, Host positive, double lithium) {
  private static final int HALVINGS = 60;

  public ElectrodeBalance {
    if (!(lithium > 0 && lithium < negative.capacity() + positive.capacity())) {
      throw CellwrightException.refused(
          "%.6g A·h of lithium in electrodes that hold %.6g and %.6g A·h"
              .formatted(lithium, negative.capacity(), positive.capacity()),
          null,
          "Maybe a capacity, or the share that was lost, is wrong.");
    }
  }

  /**
   * An active material.
   *
   * @param capacity from stoichiometry 0 to 1, A·h
   * @param ocp against Li/Li+, V, falling with stoichiometry
   */
  public record Phase(double capacity, DoubleUnaryOperator ocp) {
    public Phase {
      if (!(capacity > 0) || !Double.isFinite(capacity)) {
        throw CellwrightException.refused(
            "an active material that holds %s A·h".formatted(capacity),
            null,
            "Give a number greater than 0.");
      }
    }

    public Phase(double capacity, ScalarFunction ocp) {
      this(capacity, ocp::at);
    }
  }

  /** The active materials of an electrode. */
  public record Host(List<Phase> phases) {
    public Host {
      phases = List.copyOf(phases);
      if (phases.isEmpty()) {
        throw CellwrightException.refused(
            "an electrode without active material", null, "Name at least one phase.");
      }
    }

    /** One material. */
    public static Host of(double capacity, ScalarFunction ocp) {
      return new Host(List.of(new Phase(capacity, ocp)));
    }

    /** A·h */
    public double capacity() {
      return phases.stream().mapToDouble(Phase::capacity).sum();
    }

    /** Potential at rest with so much lithium inside, V; {@code content} from 0 to the capacity. */
    public double potential(double content) {
      Phase first = phases.getFirst();
      return phases.size() == 1
          ? first.ocp.applyAsDouble(content / first.capacity)
          : sharedPotential(content);
    }

    /** Stoichiometry of each phase at rest with so much lithium inside, A·h. */
    public List<Double> stoichiometries(double content) {
      if (phases.size() == 1) {
        return List.of(content / phases.getFirst().capacity);
      }
      double potential = sharedPotential(content);
      return phases.stream().map(phase -> stoichiometry(phase, potential)).toList();
    }

    private double sharedPotential(double content) {
      return rootOfPotential(u -> content - content(u));
    }

    /** Between the potentials at which all is full and all is empty. */
    private double rootOfPotential(DoubleUnaryOperator function) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Phase phase : phases) {
        low = Math.min(low, phase.ocp.applyAsDouble(1));
        high = Math.max(high, phase.ocp.applyAsDouble(0));
      }
      return root(function, low, high);
    }

    private double content(double potential) {
      return phases.stream().mapToDouble(p -> p.capacity * stoichiometry(p, potential)).sum();
    }

    private static double stoichiometry(Phase phase, double potential) {
      return root(x -> potential - phase.ocp.applyAsDouble(x), 0, 1);
    }
  }

  /**
   * Where the electrodes stand at both ends of the window; one stoichiometry for each phase.
   *
   * @param capacity charge between the ends, A·h
   */
  public record Window(
      List<Double> negativeEmpty,
      List<Double> negativeFull,
      List<Double> positiveEmpty,
      List<Double> positiveFull,
      double capacity) {}

  /** Of a cell: its active materials, and the lithium that its window at full charge states. */
  public static ElectrodeBalance of(Bpx bpx) {
    Host negative = host(bpx, bpx.negativeElectrode());
    Host positive = host(bpx, bpx.positiveElectrode());
    return new ElectrodeBalance(
        negative,
        positive,
        content(negative, bpx.negativeElectrode(), Particle::maximumStoichiometry)
            + content(positive, bpx.positiveElectrode(), Particle::minimumStoichiometry));
  }

  /**
   * The reverse: of two materials whose stoichiometries at both ends, and the charge between these,
   * are known.
   *
   * @param window of one phase in each electrode
   */
  public static ElectrodeBalance of(
      ScalarFunction negativeOcp, ScalarFunction positiveOcp, Window window) {
    double x0 = window.negativeEmpty.getFirst();
    double x100 = window.negativeFull.getFirst();
    double y0 = window.positiveEmpty.getFirst();
    double y100 = window.positiveFull.getFirst();
    double negative = window.capacity / (x100 - x0);
    double positive = window.capacity / (y0 - y100);
    return new ElectrodeBalance(
        Host.of(negative, negativeOcp),
        Host.of(positive, positiveOcp),
        x100 * negative + y100 * positive);
  }

  private static Host host(Bpx bpx, Electrode electrode) {
    double volume =
        bpx.cell().electrodeArea() * bpx.cell().electrodePairs() * electrode.thickness();
    List<Phase> phases = new ArrayList<>();
    for (Particle p : electrode.particles()) {
      double moles = volume * p.activeFraction() * p.maximumConcentration();
      phases.add(new Phase(CellData.FARADAY * moles / 3600, p::equilibriumPotential));
    }
    return new Host(phases);
  }

  private interface End {
    double of(Particle particle);
  }

  private static double content(Host host, Electrode electrode, End end) {
    double sum = 0;
    for (int k = 0; k < host.phases.size(); k++) {
      sum += host.phases.get(k).capacity * end.of(electrode.particles().get(k));
    }
    return sum;
  }

  /** The same with other shares of material and lithium left. */
  ElectrodeBalance scaled(List<Double> negative, List<Double> positive, double lithium) {
    return new ElectrodeBalance(
        scaled(this.negative, negative), scaled(this.positive, positive), this.lithium * lithium);
  }

  private static Host scaled(Host host, List<Double> shares) {
    List<Phase> phases = new ArrayList<>();
    for (int k = 0; k < host.phases.size(); k++) {
      Phase phase = host.phases.get(k);
      phases.add(new Phase(phase.capacity * shares.get(k), phase.ocp));
    }
    return new Host(phases);
  }

  /** Voltage at rest with so much of the lithium in the negative electrode, V. */
  public double voltage(double inNegative) {
    return positive.potential(lithium - inNegative) - negative.potential(inNegative);
  }

  /**
   * Lithium in the negative electrode when the cell rests at a voltage, A·h.
   *
   * @throws CellwrightException REFUSED if it cannot rest there; says what it can
   */
  public double inNegativeAt(double voltage) {
    double least = leastInNegative();
    double most = mostInNegative();
    double lowest = voltage(least);
    double highest = voltage(most);
    if (Double.isNaN(lowest) || Double.isNaN(highest)) {
      throw CellwrightException.refused(
          "an open-circuit potential is not a number where an electrode is empty or full",
          "OCP [V]",
          "The functions must give a number from stoichiometry 0 to 1.");
    }
    if (voltage < lowest || voltage > highest) {
      boolean high = voltage > highest;
      String limit =
          high
              ? most == negative.capacity()
                  ? "negative electrode is full"
                  : "positive electrode is empty"
              : least == 0 ? "negative electrode is empty" : "positive electrode is full";
      throw CellwrightException.refused(
          "the cell cannot rest at %.4f V: at %.4f V its %s"
              .formatted(voltage, high ? highest : lowest, limit),
          null,
          "Electrodes of %.4g and %.4g A·h share %.4g A·h of lithium. Maybe one is too small, or a cut-off voltage is wrong."
              .formatted(negative.capacity(), positive.capacity(), lithium));
    }
    if (negative.phases.size() + positive.phases.size() == 2) {
      return root(q -> voltage(q) - voltage, least, most);
    }
    // By the potential that a blend shares: by its content each step would have to find that first.
    double potential =
        negative.rootOfPotential(
            u -> lithium - negative.content(u) - positive.content(u + voltage));
    return Math.clamp(lithium - positive.content(potential + voltage), least, most);
  }

  private double leastInNegative() {
    return Math.max(0, lithium - positive.capacity());
  }

  private double mostInNegative() {
    return Math.min(negative.capacity(), lithium);
  }

  /**
   * The stoichiometries at both cut-off voltages, V, and the capacity between them.
   *
   * @throws CellwrightException REFUSED if the cell cannot rest at one of them
   */
  public Window between(double lower, double upper) {
    double empty = inNegativeAt(lower);
    double full = inNegativeAt(upper);
    return new Window(
        negative.stoichiometries(empty),
        negative.stoichiometries(full),
        positive.stoichiometries(lithium - empty),
        positive.stoichiometries(lithium - full),
        full - empty);
  }

  /**
   * Where a function changes sign from below 0, by bisection: whatever a fitted potential does in
   * between, a crossing is found.
   */
  private static double root(DoubleUnaryOperator function, double low, double high) {
    for (int i = 0; i < HALVINGS; i++) {
      double middle = 0.5 * (low + high);
      if (function.applyAsDouble(middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }
}
