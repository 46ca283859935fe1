package org.cellwright.cli.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A labelled range with round numbers in it, {@code step} apart. */
public record Axis(String label, double lower, double upper, double step) {

  /** From one value exactly to the other. */
  public static Axis between(String label, double low, double high, int intervals) {
    Axis wide = covering(label, low, high, intervals);
    return low < high ? new Axis(label, low, high, wide.step) : wide;
  }

  /** The smallest range around two values that begins and ends on a round number. */
  public static Axis covering(String label, double low, double high, int intervals) {
    double from = Math.min(low, high);
    double to = Math.max(low, high);
    if (!(to - from > 1e-12 * Math.max(Math.abs(from), Math.abs(to)))) {
      double half = from == 0 ? 1 : Math.abs(from) * 0.05;
      from -= half;
      to += half;
    }
    double step = roundStep((to - from) / intervals);
    double lower = Math.floor(from / step + 1e-9) * step;
    double upper = Math.ceil(to / step - 1e-9) * step;
    return new Axis(label, lower, upper, step);
  }

  /** The round number (1, 2 or 5 times a power of ten) nearest above. */
  private static double roundStep(double raw) {
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double leading = raw / power;
    return power * (leading <= 1.0001 ? 1 : leading <= 2.0001 ? 2 : leading <= 5.0001 ? 5 : 10);
  }

  public List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(lower / step - 1e-9);
    long last = (long) Math.floor(upper / step + 1e-9);
    for (long i = first; i <= last; i++) {
      ticks.add(i == 0 ? 0.0 : i * step);
    }
    return ticks;
  }

  /** A value with as many decimals as the ticks need. */
  public String format(double value) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    double largest = Math.max(Math.abs(lower), Math.abs(upper));
    if (decimals > 5 || largest >= 1e6) {
      return String.format(Locale.ROOT, "%.3g", value).replace("-", "−");
    }
    return String.format(Locale.ROOT, "%." + decimals + "f", value).replace("-", "−");
  }

  public boolean holds(double value) {
    return value >= lower && value <= upper;
  }

  /** 0 at the lower end, 1 at the upper. */
  double position(double value) {
    return (value - lower) / (upper - lower);
  }
}
