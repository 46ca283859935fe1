package org.cellwright.science.cell;

import java.util.Arrays;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.continuum.Terminals;

/** What is imposed on the terminals during a step. Current and power are positive when charging. */
public sealed interface Control {

  /** No current. */
  record Rest() implements Control {}

  /**
   * @param ampere of the whole cell; positive charges
   */
  record Current(double ampere) implements Control {
    public Current {
      requireFinite("a current", ampere);
    }
  }

  /**
   * @param perHour multiple of the nominal capacity an hour; positive charges
   */
  record CRate(double perHour) implements Control {
    public CRate {
      requireFinite("a C-rate", perHour);
    }
  }

  /**
   * @param watt at the terminals; positive charges
   */
  record Power(double watt) implements Control {
    public Power {
      requireFinite("a power", watt);
    }
  }

  /**
   * @param volt at the terminals
   */
  record Voltage(double volt) implements Control {
    public Voltage {
      requireFinite("a voltage", volt);
    }
  }

  /**
   * A resistor across the terminals: current = −voltage / ohm, a discharge.
   *
   * @param ohm greater than 0
   */
  record Resistance(double ohm) implements Control {
    public Resistance {
      if (!(ohm > 0) || !Double.isFinite(ohm)) {
        throw CellwrightException.refused(
            "a resistance of " + ohm + " ohm", null, "Give a positive number of ohms.");
      }
    }
  }

  /**
   * The plating margin: at 0 V the cell charges as fast as it can without plating lithium.
   *
   * @param volt smallest potential of the negative electrode's solid against its electrolyte
   */
  record PlatingMargin(double volt) implements Control {
    public PlatingMargin {
      requireFinite("a plating margin", volt);
    }
  }

  /**
   * Any function that is to stay zero.
   *
   * @param name for messages
   * @param function of the current in A of the whole cell, charge positive; the voltage and the
   *     plating margin in V; the temperature in K; the time since the step began in s
   */
  record Residual(String name, Terminals.Function function) implements Control {}

  /**
   * Several limits of which the most restrictive rules, as in {@code Charge at 2C or 0 V plating
   * margin}; each hands over to the next that is met.
   *
   * @param limits at least two currents, C-rates, voltages or plating margins; the first is imposed
   *     first
   */
  record MostRestrictive(List<Control> limits) implements Control {
    public MostRestrictive {
      limits = List.copyOf(limits);
      for (Control limit : limits) {
        if (!(limit instanceof Current
            || limit instanceof CRate
            || limit instanceof Voltage
            || limit instanceof PlatingMargin)) {
          throw CellwrightException.refused(
              limit + " beside other limits",
              null,
              "A current, a C-rate, a voltage or a plating margin can be a limit beside others.");
        }
      }
      if (limits.size() < 2) {
        throw CellwrightException.refused(
            limits.size() + " limits to choose from", null, "Give at least two.");
      }
    }
  }

  /**
   * A course of current, power or voltage over the time since the step began, in straight lines
   * between its points.
   */
  final class Profile implements Control {
    /** What the values of a profile are; current and power positive when charging. */
    public enum Kind {
      CURRENT_AMPERE,
      POWER_WATT,
      VOLTAGE_VOLT
    }

    private final Kind kind;
    private final double[] times;
    private final double[] values;

    /**
     * @param times since the step began, s; at least two, from 0, strictly increasing
     * @param values as many, finite
     */
    public Profile(Kind kind, double[] times, double[] values) {
      if (times.length != values.length || times.length < 2 || times[0] != 0) {
        throw CellwrightException.refused(
            "a profile of " + times.length + " times and " + values.length + " values",
            null,
            "Give at least two points, the first at time 0.");
      }
      for (int i = 0; i < times.length; i++) {
        requireFinite("a profile's time", times[i]);
        requireFinite("a profile's value", values[i]);
        if (i > 0 && times[i] <= times[i - 1]) {
          throw CellwrightException.refused(
              "time " + times[i] + " s follows " + times[i - 1] + " s in a profile",
              null,
              "Times must increase.");
        }
      }
      this.kind = kind;
      this.times = times.clone();
      this.values = values.clone();
    }

    public Kind kind() {
      return kind;
    }

    /** Seconds since the step began (a copy). */
    public double[] times() {
      return times.clone();
    }

    /** A, W or V (a copy). */
    public double[] values() {
      return values.clone();
    }

    /** s */
    public double duration() {
      return times[times.length - 1];
    }

    /** The value at a time in s; the first or last one outside of the profile. */
    public double at(double time) {
      int found = Arrays.binarySearch(times, time);
      if (found >= 0) {
        return values[found];
      }
      int right = -found - 1;
      if (right == 0 || right == times.length) {
        return values[right == 0 ? 0 : right - 1];
      }
      double fraction = (time - times[right - 1]) / (times[right] - times[right - 1]);
      return (1 - fraction) * values[right - 1] + fraction * values[right];
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Profile that
          && kind == that.kind
          && Arrays.equals(times, that.times)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * kind.hashCode() + Arrays.hashCode(times)) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "Profile[" + kind + ", " + times.length + " points, " + duration() + " s]";
    }
  }

  private static void requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw CellwrightException.refused(what + " of " + value, null, "Give a finite number.");
    }
  }
}
