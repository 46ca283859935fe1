package org.cellwright.science.cell.continuum;

/**
 * What is imposed on the terminals, as a residual of the current density i (A/m², discharge
 * positive), the voltage V, the plating margin (V), the temperature (K) and the time since it was
 * imposed (s). Targets may move at a rate, in their unit per second.
 */
public sealed interface Terminals {

  /** Zero where it holds. */
  double residual(double i, double v, double margin, double temperature, double seconds);

  /** Derivatives of the residual by i, V, margin and temperature, in this order. */
  void partials(
      double i, double v, double margin, double temperature, double seconds, double[] partials);

  /** A part of the way (0 to 1) from a state to what is asked for at its beginning. */
  Terminals partly(double part, double i, double v, double margin, double temperature);

  /** Whether the residual depends on the plating margin. */
  default boolean readsMargin() {
    return false;
  }

  /** What is asked for at its beginning, in words, charge positive. */
  String describe();

  /**
   * @param target A/m², discharge positive
   */
  record Current(double target, double rate) implements Terminals {
    public Current(double target) {
      this(target, 0);
    }

    double after(double seconds) {
      return target + rate * seconds;
    }

    @Override
    public double residual(double i, double v, double margin, double temperature, double seconds) {
      return i - after(seconds);
    }

    @Override
    public void partials(
        double i, double v, double margin, double temperature, double seconds, double[] partials) {
      set(partials, 1, 0, 0, 0);
    }

    @Override
    public Terminals partly(double part, double i, double v, double margin, double temperature) {
      return new Current(i + part * (target - i));
    }

    @Override
    public String describe() {
      return "a current density of %.4g A/m²".formatted(-target);
    }
  }

  /**
   * @param target V
   */
  record Voltage(double target, double rate) implements Terminals {
    public Voltage(double target) {
      this(target, 0);
    }

    @Override
    public double residual(double i, double v, double margin, double temperature, double seconds) {
      return v - (target + rate * seconds);
    }

    @Override
    public void partials(
        double i, double v, double margin, double temperature, double seconds, double[] partials) {
      set(partials, 0, 1, 0, 0);
    }

    @Override
    public Terminals partly(double part, double i, double v, double margin, double temperature) {
      return new Voltage(v + part * (target - v));
    }

    @Override
    public String describe() {
      return "%.4f V".formatted(target);
    }
  }

  /**
   * @param target W/m², discharge positive
   */
  record Power(double target, double rate) implements Terminals {
    public Power(double target) {
      this(target, 0);
    }

    double after(double seconds) {
      return target + rate * seconds;
    }

    @Override
    public double residual(double i, double v, double margin, double temperature, double seconds) {
      return i * v - after(seconds);
    }

    @Override
    public void partials(
        double i, double v, double margin, double temperature, double seconds, double[] partials) {
      set(partials, v, i, 0, 0);
    }

    @Override
    public Terminals partly(double part, double i, double v, double margin, double temperature) {
      return new Power(i * v + part * (target - i * v));
    }

    @Override
    public String describe() {
      return "a power of %.4g W/m²".formatted(-target);
    }
  }

  /**
   * @param target Ω m²
   */
  record Resistance(double target) implements Terminals {
    @Override
    public double residual(double i, double v, double margin, double temperature, double seconds) {
      return v - i * target;
    }

    @Override
    public void partials(
        double i, double v, double margin, double temperature, double seconds, double[] partials) {
      set(partials, -target, 1, 0, 0);
    }

    /** From an open circuit. */
    @Override
    public Terminals partly(double part, double i, double v, double margin, double temperature) {
      return new Resistance(target / part);
    }

    @Override
    public String describe() {
      return "a resistance of %.4g Ω m²".formatted(target);
    }
  }

  /**
   * The smallest potential of the negative electrode's solid against its electrolyte; held at 0 V,
   * the cell charges as fast as it can without plating lithium.
   *
   * @param target V
   */
  record PlatingMargin(double target) implements Terminals {
    @Override
    public double residual(double i, double v, double margin, double temperature, double seconds) {
      return margin - target;
    }

    @Override
    public void partials(
        double i, double v, double margin, double temperature, double seconds, double[] partials) {
      set(partials, 0, 0, 1, 0);
    }

    @Override
    public Terminals partly(double part, double i, double v, double margin, double temperature) {
      return new PlatingMargin(margin + part * (target - margin));
    }

    @Override
    public boolean readsMargin() {
      return true;
    }

    @Override
    public String describe() {
      return "a plating margin of %.4f V".formatted(target);
    }
  }

  /**
   * Any other function.
   *
   * @param offset subtracted from the function, for the way to it
   */
  record General(String name, Function function, double offset) implements Terminals {
    public General(String name, Function function) {
      this(name, function, 0);
    }

    @Override
    public double residual(double i, double v, double margin, double temperature, double seconds) {
      return function.at(i, v, margin, temperature, seconds) - offset;
    }

    @Override
    public void partials(
        double i, double v, double margin, double temperature, double seconds, double[] partials) {
      function.partials(i, v, margin, temperature, seconds, partials);
    }

    @Override
    public Terminals partly(double part, double i, double v, double margin, double temperature) {
      return new General(
          name, function, (1 - part) * function.at(i, v, margin, temperature, 0) + part * offset);
    }

    @Override
    public boolean readsMargin() {
      return true;
    }

    @Override
    public String describe() {
      return name;
    }
  }

  /**
   * A residual of current (a density in A/m², discharge positive, here), voltage V, plating margin
   * V, temperature K and time since it was imposed s.
   */
  @FunctionalInterface
  interface Function {
    /** Zero where it holds; differentiable, but for kinks. */
    double at(double current, double voltage, double margin, double temperature, double seconds);

    /**
     * Derivatives by current, voltage, margin and temperature: central differences, unless
     * overridden. Their error of 1e-9 only slows Newton's method.
     */
    default void partials(
        double current,
        double voltage,
        double margin,
        double temperature,
        double seconds,
        double[] partials) {
      double h = 1e-5 * Math.max(1, Math.abs(current));
      partials[0] =
          (at(current + h, voltage, margin, temperature, seconds)
                  - at(current - h, voltage, margin, temperature, seconds))
              / (2 * h);
      h = 1e-5;
      partials[1] =
          (at(current, voltage + h, margin, temperature, seconds)
                  - at(current, voltage - h, margin, temperature, seconds))
              / (2 * h);
      partials[2] =
          (at(current, voltage, margin + h, temperature, seconds)
                  - at(current, voltage, margin - h, temperature, seconds))
              / (2 * h);
      h = 1e-3;
      partials[3] =
          (at(current, voltage, margin, temperature + h, seconds)
                  - at(current, voltage, margin, temperature - h, seconds))
              / (2 * h);
    }
  }

  private static void set(double[] partials, double a, double b, double c, double d) {
    partials[0] = a;
    partials[1] = b;
    partials[2] = c;
    partials[3] = d;
  }
}
