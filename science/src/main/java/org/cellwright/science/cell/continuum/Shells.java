package org.cellwright.science.cell.continuum;

import org.cellwright.science.cell.Mesh;

/**
 * Finite volumes of a unit sphere on equal shells; what they are exact for stands at {@link
 * RadialModes}.
 *
 * @param inner area of the inner face over shell volume and distance of its neighbour
 * @param outer the same of the outer face, 0 at the surface
 * @param outerDifference how far the surface lies beyond the outermost average, in differences of
 *     the two outer averages
 * @param outerSlope what the surface gains by a slope of 1 that j imposes: times j R / (F D)
 */
record Shells(double[] inner, double[] outer, double outerDifference, double outerSlope) {

  static Shells of(int n, Mesh.Surface surface) {
    boolean straight = surface == Mesh.Surface.STRAIGHT;
    double thickness = 1.0 / n;
    double[] inner = new double[n];
    double[] outer = new double[n];
    double distance = 0;
    for (int k = 0; k < n; k++) {
      double r0 = k * thickness;
      double r1 = (k + 1) * thickness;
      double volume = volume(k, n);
      inner[k] = k == 0 ? 0 : r0 * r0 / (volume * distance);
      distance = straight ? thickness : (average(2, k + 1, n) - average(2, k, n)) / (2 * r1);
      outer[k] = k == n - 1 ? 0 : r1 * r1 / (volume * distance);
    }
    if (straight) {
      return new Shells(inner, outer, 0.5, 0);
    }
    // last + p (last − next) + q dc/dr must be 1 at the surface for r² and for r⁴.
    double a2 = average(2, n - 1, n);
    double a4 = average(4, n - 1, n);
    double d2 = a2 - average(2, n - 2, n);
    double d4 = a4 - average(4, n - 2, n);
    double difference = (2 * (1 - a2) - (1 - a4)) / (2 * d2 - d4);
    return new Shells(inner, outer, difference, -(1 - a2 - difference * d2) / 2);
  }

  /** The value at the centre of the parabola through the averages of the two innermost shells. */
  static double centre(double first, double second, int n) {
    double a = average(2, 0, n);
    return first - (second - first) * a / (average(2, 1, n) - a);
  }

  /** ∫ r² dr over shell k of n. */
  static double volume(int k, int n) {
    double r0 = (double) k / n;
    double r1 = (double) (k + 1) / n;
    return (r1 * r1 * r1 - r0 * r0 * r0) / 3;
  }

  /** Mean of r^power over shell k of n. */
  static double average(int power, int k, int n) {
    double r0 = (double) k / n;
    double r1 = (double) (k + 1) / n;
    return 3
        * (Math.pow(r1, power + 3) - Math.pow(r0, power + 3))
        / ((power + 3) * (Math.pow(r1, 3) - Math.pow(r0, 3)));
  }
}
