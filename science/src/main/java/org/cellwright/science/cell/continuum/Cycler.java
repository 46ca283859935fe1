package org.cellwright.science.cell.continuum;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.science.cell.Profiles;
import org.cellwright.science.numerics.dae.BdfIntegrator;
import org.cellwright.science.numerics.dae.Integrator;
import org.cellwright.science.numerics.dae.TrBdf2Integrator;
import org.jspecify.annotations.Nullable;

/**
 * Holds a cell under one imposed quantity after another, like the instrument of that name.
 *
 * <p>Every change of what is imposed makes the algebraic unknowns consistent and starts the
 * integrator again. Events are found on the interpolating polynomial of a step; the integrator
 * never stops for output.
 */
public final class Cycler {
  /** Times closer than this are the same, s; beyond a second, as a fraction of the time. */
  public static final double TIME_RESOLUTION = 1e-9;

  /** Between two starts anew, s. */
  private static final double LEAST_ADVANCE = 1e-2;

  private static final double LARGEST_PART = 1.0 / 4;
  private static final double MOST_STEPS_OF_A_PIECE = 8;
  private static final double SMALLEST_PART = 1.0 / 4096;

  private final CellModel model;
  private final BdfIntegrator integrator;
  private final TrBdf2Integrator bending;
  private double relativeTolerance;
  private final double[] state;
  private double time;

  /** Which of the integrators made the last step. */
  private Integrator active;

  /** Since when a stop with a delay has been beyond its threshold, s, by its name. */
  private final Map<String, Double> beyondSince = new HashMap<>();

  /** Whether {@link #bending} stands at this time and state. */
  private boolean bends;

  /** Receives each accepted step while a quantity is held. */
  @FunctionalInterface
  public interface Listener {
    /** The cell went from {@code from} to {@code to}, s; {@link Cycler#at} answers between them. */
    void advanced(double from, double to);
  }

  /**
   * Ends a hold when unknown {@code index} reaches {@code threshold} in a direction.
   *
   * @param delay for which it must stay beyond, from one hold to the next too, s
   */
  public record Stop(String name, int index, double threshold, Direction direction, double delay) {

    /** From where the threshold is reached. */
    public enum Direction {
      RISING,
      FALLING,
      /** The magnitude falls, on either side of zero. */
      FADING
    }

    public Stop(String name, int index, double threshold, boolean rising) {
      this(name, index, threshold, rising ? Direction.RISING : Direction.FALLING);
    }

    public Stop(String name, int index, double threshold, Direction direction) {
      this(name, index, threshold, direction, 0);
    }

    /** Whether a state is at its threshold or beyond. */
    public boolean isMet(double[] state) {
      return excess(state[index]) >= 0;
    }

    double excess(double value) {
      return switch (direction) {
        case RISING -> value - threshold;
        case FALLING -> threshold - value;
        case FADING -> threshold - Math.abs(value);
      };
    }
  }

  /** How a hold ended. */
  public sealed interface End {
    /** One of the stops. */
    record Stopped(Stop stop) implements End {}

    /** The time was up. */
    record TimeUp() implements End {}

    /** The model could not go on; why. */
    record Failed(String reason) implements End {}
  }

  public Cycler(CellModel model, double relativeTolerance, double[] initial) {
    this.model = model;
    this.integrator = new BdfIntegrator(model);
    this.bending = new TrBdf2Integrator(model);
    this.active = integrator;
    this.relativeTolerance = relativeTolerance;
    this.state = initial.clone();
  }

  /** Tolerance of what follows. */
  public void tolerance(double relativeTolerance) {
    this.relativeTolerance = relativeTolerance;
    bends = false;
  }

  /**
   * Holds what {@code terminals} say until a stop is met or {@code duration} seconds are over. A
   * stop that is met at the start ends the hold at once, before the listener hears of it.
   */
  public End hold(Terminals terminals, List<Stop> stops, double duration, Listener listener)
      throws InterruptedException {
    model.impose(terminals);
    state[model.clock()] = 0;
    double end = time + duration;
    if (!integrator.start(time, state, relativeTolerance, 0)) {
      Stop met = approach(terminals, stops);
      if (met != null) {
        return new End.Stopped(met);
      }
      if (!integrator.start(time, state, relativeTolerance, 0)) {
        return new End.Failed(
            "no consistent state at %.6g s under %s".formatted(time, terminals.describe()));
      }
    }
    active = integrator;
    bends = false;
    return advance(terminals, stops, end, listener);
  }

  /**
   * Follows one piece of a profile: like {@link #hold}, but what is imposed does not jump from the
   * piece before, only bend, and is brief.
   */
  public End follow(Terminals terminals, List<Stop> stops, double duration, Listener listener)
      throws InterruptedException {
    if (duration > MOST_STEPS_OF_A_PIECE * bending.suggestedStep()) {
      bending.forget();
      return hold(terminals, stops, duration, listener);
    }
    model.impose(terminals);
    if (bends) {
      bending.bend(model.clock());
    } else {
      state[model.clock()] = 0;
      if (!bending.start(time, state, relativeTolerance)) {
        return hold(terminals, stops, duration, listener);
      }
    }
    active = bending;
    bends = true;
    End end = advance(terminals, stops, time + duration, listener);
    bends = end instanceof End.TimeUp;
    return end;
  }

  private End advance(Terminals terminals, List<Stop> stops, double end, Listener listener)
      throws InterruptedException {
    double[] begun = active.state();
    Stop atOnce = null;
    for (Stop stop : stops) {
      boolean beyond = stop.excess(begun[stop.index]) >= 0;
      if (stop.delay > 0) {
        if (!beyond) {
          beyondSince.remove(stop.name);
        } else {
          beyondSince.putIfAbsent(stop.name, time);
        }
      } else if (atOnce == null && beyond) {
        atOnce = stop;
      }
    }
    // What a model says of over-full particles is a stop, but no state to go on from.
    if (atOnce == null || model.distress(begun).isEmpty()) {
      System.arraycopy(begun, 0, state, 0, state.length);
    }
    if (atOnce != null) {
      return new End.Stopped(atOnce);
    }
    listener.advanced(time, time);
    double restarted = Double.NEGATIVE_INFINITY;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("stopped at " + time + " s of a simulation");
      }
      double left = end - time;
      if (left <= TIME_RESOLUTION * Math.max(1, end)) {
        return new End.TimeUp();
      }
      if (!active.step(left)) {
        // The error of an unknown without history does not shrink with the step: start anew.
        if (time - restarted < LEAST_ADVANCE
            || !integrator.start(time, state, relativeTolerance, 0)) {
          return failed(terminals);
        }
        restarted = time;
        active = integrator;
        bends = false;
        continue;
      }
      double from = time;
      double to = active.time();
      Stop met = null;
      for (Stop stop : stops) {
        double when = reached(stop, from, to);
        if (when <= to) {
          // Of stops that are met together the first one listed counts.
          if (met == null || when < to - TIME_RESOLUTION * Math.max(1, to)) {
            met = stop;
            to = when;
          }
        }
      }
      if (met == null) {
        System.arraycopy(active.state(), 0, state, 0, state.length);
      } else {
        active.at(to, state);
      }
      time = to;
      listener.advanced(from, to);
      if (met != null) {
        return new End.Stopped(met);
      }
      String distress = model.distress(state);
      if (!distress.isEmpty()) {
        return new End.Failed("at %.6g s: %s".formatted(time, distress));
      }
    }
  }

  /**
   * Approaches in parts what cannot be imposed at once, in no time. A voltage that stops the hold
   * may be passed on the way, or be passed at rest and left farther behind: then the cell cannot do
   * what is asked of it.
   *
   * @return the stop that was met; null if what was asked for is near, or out of reach
   */
  private @Nullable Stop approach(Terminals terminals, List<Stop> stops) {
    double i = state[model.current()];
    double v = state[model.voltage()];
    double margin = model.knowsMargin() ? state[model.margin()] : Double.NaN;
    double temperature = state[model.temperature()];
    double done = 0;
    double part = LARGEST_PART;
    while (done < 1 && part > SMALLEST_PART) {
      double next = Math.min(1, done + part);
      model.impose(terminals.partly(next, i, v, margin, temperature));
      if (!integrator.start(time, state, relativeTolerance, 0)) {
        part *= 0.5;
        continue;
      }
      System.arraycopy(integrator.state(), 0, state, 0, state.length);
      done = next;
      part *= 1.5;
      for (Stop stop : stops) {
        double excess = stop.excess(state[stop.index]);
        if (stop.index == model.voltage() && excess >= 0 && excess > stop.excess(v)) {
          return stop;
        }
      }
    }
    boolean load =
        terminals instanceof Terminals.Current
            || terminals instanceof Terminals.Power
            || terminals instanceof Terminals.Resistance;
    if (done < 1 && load) {
      // Near a limiting current the voltage falls off a cliff, but can be imposed.
      for (Stop stop : stops) {
        if (stop.index == model.voltage()) {
          Terminals limit = new Terminals.Voltage(stop.threshold);
          approach(limit, List.of());
          model.impose(limit);
          if (integrator.start(time, state, relativeTolerance, 0)
              && (integrator.state()[model.current()] > i)
                  == (stop.direction == Stop.Direction.FALLING)) {
            System.arraycopy(integrator.state(), 0, state, 0, state.length);
            return stop;
          }
        }
      }
    }
    model.impose(terminals);
    return null;
  }

  private End failed(Terminals terminals) {
    String suspicion = model.suspicion(active.state());
    if (terminals instanceof Terminals.Power power && active.state()[model.current()] > 0) {
      // Where more current lowers the voltage by so much that the power falls, there is no way on.
      suspicion =
          "the cell can no longer deliver a power of %.4g W/m², at %.4f V"
              .formatted(
                  power.after(active.state()[model.clock()]), active.state()[model.voltage()]);
    }
    return new End.Failed(
        suspicion.isEmpty()
            ? "the step size vanished at %.6g s under %s, at %.4f V and %.4g A/m²"
                .formatted(
                    active.time(),
                    terminals.describe(),
                    active.state()[model.voltage()],
                    -active.state()[model.current()])
            : "at %.6g s: %s".formatted(active.time(), suspicion));
  }

  /** When a stop is met within a step; infinity if it is not. */
  private double reached(Stop stop, double from, double to) {
    if (stop.excess(active.state()[stop.index]) < 0) {
      if (stop.delay > 0) {
        beyondSince.remove(stop.name);
      }
      return Double.POSITIVE_INFINITY;
    }
    if (stop.delay == 0) {
      return crossing(stop, from, to);
    }
    double since = beyondSince.computeIfAbsent(stop.name, name -> crossing(stop, from, to));
    return Math.max(from, since + stop.delay);
  }

  /** Illinois method on the interpolant; the stop is not met at {@code from}. */
  private double crossing(Stop stop, double from, double to) {
    double a = from;
    double b = to;
    double fa = stop.excess(active.at(stop.index, a));
    double fb = stop.excess(active.at(stop.index, b));
    if (fa >= 0) {
      return from;
    }
    for (int i = 0; i < 60 && b - a > TIME_RESOLUTION * Math.max(1, to); i++) {
      double x = a + (b - a) * (-fa / (fb - fa));
      if (!(x > a && x < b)) {
        x = 0.5 * (a + b);
      }
      double fx = stop.excess(active.at(stop.index, x));
      if (fx >= 0) {
        b = x;
        fb = fx;
        fa *= 0.5;
      } else {
        a = x;
        fa = fx;
        fb *= 0.5;
      }
    }
    return b;
  }

  /** Value of one unknown at a time within the last step. */
  public double at(int index, double when) {
    return when >= time ? state[index] : active.at(index, when);
  }

  /** All unknowns at a time within the last step, into {@code y}. */
  public void at(double when, double[] y) {
    if (when >= time) {
      System.arraycopy(state, 0, y, 0, state.length);
    } else {
      active.at(when, y);
    }
  }

  /** What varies across the cell at a time within the last step. */
  public Profiles profiles(double when) {
    double[] then = new double[state.length];
    at(when, then);
    return model.profiles(then);
  }

  /** Undoes a hold that took no time. */
  public void back(double[] before) {
    System.arraycopy(before, 0, state, 0, state.length);
    bends = false;
  }

  /** All unknowns now; owned by the cycler. */
  public double[] state() {
    return state;
  }

  public double time() {
    return time;
  }

  public CellModel model() {
    return model;
  }

  /** Accepted steps so far. */
  public long steps() {
    return integrator.steps() + bending.steps();
  }

  /** Steps that had to be repeated so far. */
  public long repeats() {
    return integrator.rejections()
        + integrator.failures()
        + bending.rejections()
        + bending.failures();
  }
}
