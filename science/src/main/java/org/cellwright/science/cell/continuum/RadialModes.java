package org.cellwright.science.cell.continuum;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.numerics.SymmetricEigen;

/**
 * Fick's law with a constant diffusivity in a unit sphere, discretised and then diagonalised: modes
 * q that decay on their own,
 *
 * <pre>
 *   dq/dt = −(D/R²) λ q + f (−j / F R),      c(R) = Σ s q − gap · j R / (F D)
 * </pre>
 *
 * <p>The modes are orthonormal over the volume, Σ q² is the mean of c², and mode 0 is the mean
 * concentration itself: lithium is conserved to the last digit whatever the others do.
 *
 * <p>Finite volumes: equal shells. Profiles are even in r, and under a constant current they soon
 * are a + b r². So the gradient at a face is the difference of the two shell averages over the
 * distance that is exact for r², and the surface value follows from the two outer averages and the
 * slope that j imposes, exact for 1, r² and r⁴. {@link Mesh.Surface#STRAIGHT} has faces midway
 * between equal distances and continues the two outer averages as a straight line. Spectral:
 * Galerkin's method with the even Legendre polynomials, for which the flux is a natural boundary
 * condition; five of them are worth more than a hundred shells.
 *
 * @param decay λ, ascending, the first 0
 * @param surface s, the modes at the surface
 * @param flux f, what a unit flux adds to each mode
 * @param gap what the surface lies beyond its modes
 * @param centre the modes at the centre
 * @param shape {@code shape[k][m]}: contribution of mode m to the average of output shell k
 */
record RadialModes(
    double[] decay,
    double[] surface,
    double[] flux,
    double gap,
    double[] centre,
    double[][] shape) {
  private static final Map<Key, RadialModes> KNOWN = new ConcurrentHashMap<>();

  /** Above this many shells the elimination from the centre outwards is cheaper than the modes. */
  static final int MOST = 64;

  private record Key(int count, Mesh.Surface surface) {}

  static RadialModes of(int count, Mesh.Surface surface) {
    return KNOWN.computeIfAbsent(
        new Key(count, surface),
        key -> surface == Mesh.Surface.SPECTRAL ? legendre(count) : shells(count, surface));
  }

  private static RadialModes shells(int n, Mesh.Surface surface) {
    Shells shells = Shells.of(n, surface);
    double[] volume = new double[n];
    double[][] matrix = new double[n][n];
    for (int k = 0; k < n; k++) {
      volume[k] = Shells.volume(k, n);
    }
    for (int k = 0; k < n; k++) {
      matrix[k][k] = shells.inner()[k] + shells.outer()[k];
      if (k > 0) {
        double beside = -shells.inner()[k] * Math.sqrt(volume[k] / volume[k - 1]);
        matrix[k][k - 1] = beside;
        matrix[k - 1][k] = beside;
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    double[][] shape = new double[n][n];
    double[] s = new double[n];
    double[] f = new double[n];
    double[] centre = new double[n];
    for (int m = 0; m < n; m++) {
      double sign = Math.copySign(1, eigen.vectors()[n - 1][m]);
      for (int k = 0; k < n; k++) {
        shape[k][m] = sign * eigen.vectors()[k][m] / Math.sqrt(3 * volume[k]);
      }
      double last = shape[n - 1][m];
      s[m] = last + shells.outerDifference() * (last - shape[n - 2][m]);
      f[m] = 3 * last;
      centre[m] = Shells.centre(shape[0][m], shape[1][m], n);
    }
    return new RadialModes(decays(eigen), s, f, -shells.outerSlope(), centre, shape);
  }

  private static RadialModes legendre(int n) {
    // Integrals over r² dr of products of P₀, P₂, …: exact with as many Gauss points as it takes.
    int points = 2 * n + 2;
    double[] node = new double[points];
    double[] weight = new double[points];
    gauss(points, node, weight);
    double[][] mass = new double[n][n];
    double[][] stiffness = new double[n][n];
    for (int p = 0; p < points; p++) {
      double r = 0.5 * (1 + node[p]);
      double w = 0.5 * weight[p] * r * r;
      double[][] values = polynomials(n, r);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          mass[i][j] += w * values[0][i] * values[0][j];
          stiffness[i][j] += w * values[1][i] * values[1][j];
        }
      }
    }
    // M = B Bᵀ with B from M's own eigenvectors; then B⁻¹ K B⁻ᵀ is symmetric.
    SymmetricEigen ofMass = SymmetricEigen.of(mass);
    double[][] root = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        root[i][j] = ofMass.vectors()[i][j] / Math.sqrt(ofMass.values()[j]);
      }
    }
    double[][] scaled = product(transposed(root), product(stiffness, root));
    SymmetricEigen eigen = SymmetricEigen.of(scaled);
    double[][] coefficients = product(root, eigen.vectors());
    double[] s = new double[n];
    double[] f = new double[n];
    double[] centre = new double[n];
    double[][] shape = new double[n][n];
    double[] normal = new double[n];
    for (int m = 0; m < n; m++) {
      double atSurface = 0;
      for (int i = 0; i < n; i++) {
        atSurface += coefficients[i][m];
      }
      normal[m] = Math.copySign(1, atSurface) / Math.sqrt(3);
      s[m] = normal[m] * atSurface;
      f[m] = 3 * s[m];
      double[] inTheMiddle = polynomials(n, 0)[0];
      for (int i = 0; i < n; i++) {
        centre[m] += normal[m] * coefficients[i][m] * inTheMiddle[i];
      }
    }
    for (int k = 0; k < n; k++) {
      // Averages over n equal shells, for the reader of a profile.
      for (int p = 0; p < points; p++) {
        double r = (k + 0.5 * (1 + node[p])) / n;
        double share = 0.5 * weight[p] / n * r * r / Shells.volume(k, n);
        double[] values = polynomials(n, r)[0];
        for (int m = 0; m < n; m++) {
          for (int i = 0; i < n; i++) {
            shape[k][m] += share * values[i] * coefficients[i][m] * normal[m];
          }
        }
      }
    }
    return new RadialModes(decays(eigen), s, f, 0, centre, shape);
  }

  private static double[] decays(SymmetricEigen eigen) {
    double[] decay = eigen.values().clone();
    decay[0] = 0;
    return decay;
  }

  /** Values and derivatives of P₀, P₂, … P₂₍ₙ₋₁₎ at r. */
  private static double[][] polynomials(int n, double r) {
    double[] value = new double[n];
    double[] slope = new double[n];
    double before = 0;
    double slopeBefore = 0;
    double p = 1;
    double d = 0;
    for (int k = 0; k < 2 * n - 1; k++) {
      if (k % 2 == 0) {
        value[k / 2] = p;
        slope[k / 2] = d;
      }
      double next = ((2 * k + 1) * r * p - k * before) / (k + 1);
      double slopeNext = slopeBefore + (2 * k + 1) * p;
      before = p;
      slopeBefore = d;
      p = next;
      d = slopeNext;
    }
    return new double[][] {value, slope};
  }

  /** Gauss's points and weights on −1 to 1, by Newton's method on Legendre's polynomial. */
  private static void gauss(int points, double[] node, double[] weight) {
    for (int i = 0; i < points; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (points + 0.5));
      double slope = 0;
      for (int iteration = 0; iteration < 50; iteration++) {
        double before = 1;
        double p = x;
        for (int k = 1; k < points; k++) {
          double next = ((2 * k + 1) * x * p - k * before) / (k + 1);
          before = p;
          p = next;
        }
        slope = points * (before - x * p) / (1 - x * x);
        double step = p / slope;
        x -= step;
        if (Math.abs(step) < 1e-16) {
          break;
        }
      }
      node[i] = x;
      weight[i] = 2 / ((1 - x * x) * slope * slope);
    }
  }

  private static double[][] product(double[][] a, double[][] b) {
    int n = a.length;
    double[][] c = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  private static double[][] transposed(double[][] a) {
    int n = a.length;
    double[][] t = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }
}
