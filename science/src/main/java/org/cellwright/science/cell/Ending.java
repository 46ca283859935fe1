package org.cellwright.science.cell;

import org.cellwright.core.CellwrightException;

/** What ends a step. The first of several that comes true does. */
public sealed interface Ending {

  /**
   * @param seconds since the step began, greater than 0
   */
  record AfterTime(double seconds) implements Ending {
    public AfterTime {
      requirePositive("a duration", seconds, "s");
    }
  }

  /**
   * The terminal voltage crosses a value: upwards while charging, downwards while discharging, from
   * the side where the step began while resting or following a profile.
   *
   * @param volt at the terminals
   */
  record AtVoltage(double volt) implements Ending {
    public AtVoltage {
      if (!Double.isFinite(volt)) {
        throw CellwrightException.refused("a voltage limit of " + volt, null, "Give a number.");
      }
    }
  }

  /**
   * The plating margin falls to a value while charging, rises to it while discharging.
   *
   * @param volt smallest potential of the negative electrode's solid against its electrolyte
   */
  record AtPlatingMargin(double volt) implements Ending {
    public AtPlatingMargin {
      if (!Double.isFinite(volt)) {
        throw CellwrightException.refused("a plating margin of " + volt, null, "Give a number.");
      }
    }
  }

  /**
   * The magnitude of the current falls to a value.
   *
   * @param ampere of the whole cell, greater than 0
   */
  record AtCurrent(double ampere) implements Ending {
    public AtCurrent {
      requirePositive("a current limit", ampere, "A");
    }
  }

  /**
   * The magnitude of the current falls to a value.
   *
   * @param perHour multiple of the nominal capacity an hour, greater than 0
   */
  record AtCRate(double perHour) implements Ending {
    public AtCRate {
      requirePositive("a C-rate limit", perHour, "C");
    }
  }

  private static void requirePositive(String what, double value, String unit) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw CellwrightException.refused(
          what + " of " + value + " " + unit, null, "Give a number greater than 0.");
    }
  }
}
