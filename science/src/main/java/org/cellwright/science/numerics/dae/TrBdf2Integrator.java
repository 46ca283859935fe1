package org.cellwright.science.numerics.dae;

/**
 * One-step integration for input that bends at every sample, such as drive cycles: trapezoidal rule
 * to 58.6 % of the step, then the backward differentiation formula of order 2 over it.
 *
 * <p>Order 2 and L-stable, with an embedded formula of order 3 for the error (Hosea and Shampine,
 * Appl. Numer. Math. 20 (1996) 21). A multi-step method would begin anew at order 1 at every bend;
 * this one needs only the derivative, which is continuous where the input is, and which the last
 * stage leaves. Two implicit solutions a step, both with the same coefficient. The error of
 * algebraic unknowns is not estimated: they follow from the differential ones, and their own bends
 * are no error.
 *
 * <p>No allocation after construction. One object serves one thread and many runs.
 */
public final class TrBdf2Integrator implements Integrator {
  private static final double GAMMA = 2 - Math.sqrt(2);
  private static final double DIAGONAL = GAMMA / 2;
  private static final double WEIGHT = Math.sqrt(2) / 4;
  private static final double SAFETY = 0.8;
  private static final double MOST_GROWTH = 4;
  private static final double LEAST_SHRINK = 0.2;
  private static final double NEWTON_TOLERANCE = 0.1;
  private static final double START_TOLERANCE = 1e-6;
  // s
  private static final double PROBE = 1e-3;
  private static final double FIRST_STEP = 1;

  private final ImplicitSystem system;
  private final int n;
  private final boolean[] differential;
  private final double[] weight;
  private final double[] guess;
  private final double[] base;
  private double[] before;
  private double[] between;
  private double[] now;
  private double[] slope;
  private double[] nextSlope;

  private double relativeTolerance;
  private double time;
  private double lastStep;
  private double suggested = FIRST_STEP;
  private long steps;
  private long rejections;
  private long failures;

  public TrBdf2Integrator(ImplicitSystem system) {
    this.system = system;
    n = system.size();
    differential = new boolean[n];
    system.differential(differential);
    weight = new double[n];
    guess = new double[n];
    base = new double[n];
    before = new double[n];
    between = new double[n];
    now = new double[n];
    slope = new double[n];
    nextSlope = new double[n];
  }

  /**
   * Starts from a state whose differential unknowns count, with the derivative there from a short
   * implicit step.
   *
   * @return false if no consistent state was found
   */
  public boolean start(double time, double[] state, double relativeTolerance) {
    this.relativeTolerance = relativeTolerance;
    this.time = time;
    lastStep = 0;
    system.weigh(state, relativeTolerance, weight);
    if (!system.solve(0, state, state, weight, START_TOLERANCE, now)
        || !system.solve(PROBE, now, now, weight, START_TOLERANCE, between)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      slope[i] = (between[i] - now[i]) / PROBE;
    }
    return true;
  }

  /**
   * Begins a new piece of the input where the last step ended: what is imposed bends but does not
   * jump.
   *
   * @param index of an unknown that counts the time of a piece; it becomes 0
   */
  public void bend(int index) {
    now[index] = 0;
  }

  @Override
  public boolean step(double longest) {
    while (true) {
      // Two equal steps rather than a long and a short one.
      double h =
          suggested >= longest ? longest : suggested > 0.5 * longest ? 0.5 * longest : suggested;
      double shrink;
      if (stages(h)) {
        double error = error(h);
        if (error <= 1) {
          accept(h, longest);
          double growth = SAFETY * Math.cbrt(1 / Math.max(error, 1e-6));
          suggested = Math.max(h * Math.min(MOST_GROWTH, growth), h < longest ? 0 : suggested);
          return true;
        }
        rejections++;
        shrink = Math.max(LEAST_SHRINK, SAFETY / Math.cbrt(error));
      } else {
        failures++;
        shrink = 0.25;
      }
      suggested = h * shrink;
      if (suggested < 1e-10 || time + suggested == time) {
        return false;
      }
    }
  }

  /** Both stages; the result is left in {@code before} until it is accepted. */
  private boolean stages(double h) {
    double c = DIAGONAL * h;
    system.weigh(now, relativeTolerance, weight);
    for (int i = 0; i < n; i++) {
      double half = c * slope[i];
      guess[i] = differential[i] ? now[i] + 2 * half : now[i];
      base[i] = now[i] + half;
    }
    if (!system.solve(c, guess, base, weight, NEWTON_TOLERANCE, between)) {
      return false;
    }
    double share = WEIGHT / DIAGONAL;
    for (int i = 0; i < n; i++) {
      double rise = between[i] - now[i];
      guess[i] = now[i] + rise / GAMMA;
      // The derivative at the stage is rise / c - slope.
      base[i] = now[i] + share * rise;
    }
    if (!system.solve(c, guess, base, weight, NEWTON_TOLERANCE, before)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      nextSlope[i] = (before[i] - now[i] - share * (between[i] - now[i])) / c;
    }
    return true;
  }

  private double error(double h) {
    double first = WEIGHT - (1 - WEIGHT) / 3;
    double second = WEIGHT - (3 * WEIGHT + 1) / 3;
    double third = DIAGONAL * 2 / 3;
    double perStage = 1 / (DIAGONAL * h);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      if (differential[i]) {
        double middle = (between[i] - now[i]) * perStage - slope[i];
        double e = (first * slope[i] + second * middle + third * nextSlope[i]) * weight[i];
        sum += e * e;
      }
    }
    return h * Math.sqrt(sum / n);
  }

  private void accept(double h, double longest) {
    double[] old = now;
    now = before;
    before = old;
    old = slope;
    slope = nextSlope;
    nextSlope = old;
    steps++;
    time += h == longest ? longest : h;
    lastStep = h;
  }

  @Override
  public double at(int index, double when) {
    double s = lastStep == 0 ? 1 : (when - time) / lastStep + 1;
    return quadratic(index, s);
  }

  @Override
  public void at(double when, double[] y) {
    double s = lastStep == 0 ? 1 : (when - time) / lastStep + 1;
    for (int i = 0; i < n; i++) {
      y[i] = quadratic(i, s);
    }
  }

  /** Through both ends and the stage between them. */
  private double quadratic(int i, double s) {
    if (s == 1) {
      return now[i];
    }
    double whole = now[i] - before[i];
    double part = (between[i] - before[i]) / GAMMA;
    double bend = (whole - part) / (1 - GAMMA);
    return before[i] + s * (whole + (s - 1) * bend);
  }

  /** Makes the next step longer than the last ones would have it, for input that has calmed. */
  public void forget() {
    suggested *= 2;
  }

  /** The step that it would take next, s. */
  public double suggestedStep() {
    return suggested;
  }

  @Override
  public double time() {
    return time;
  }

  @Override
  public double[] state() {
    return now;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public long rejections() {
    return rejections;
  }

  @Override
  public long failures() {
    return failures;
  }
}
