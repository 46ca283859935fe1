package org.cellwright.science.molecule;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellwright.science.molecule.Molecule.Bond;

/**
 * Indices of the graph of heavy atoms, distances counted in bonds.
 *
 * @param wiener half the sum of all distances within each part (Wiener 1947)
 * @param balaban J = m / (μ + 1) Σ (s_i s_j)^−½ over the m bonds, s the sums of distances, μ the
 *     rings (Balaban, Chem. Phys. Lett. 89, 399, 1982); of the largest part
 * @param kappa1 A (A − 1)² / P1², A atoms, P_k paths of k bonds (Kier, Quant. Struct.-Act. Relat.
 *     4, 109, 1985), without his correction for atoms other than carbon; likewise the next two
 * @param bertz complexity in bits, 2 η log2 η − Σ η_i log2 η_i over the kinds of pairs of adjacent
 *     bonds, plus that of the elements (Bertz, J. Am. Chem. Soc. 103, 3599, 1981)
 */
record Topology(
    double wiener, double balaban, double kappa1, double kappa2, double kappa3, double bertz) {

  static Topology of(Molecule molecule) {
    int n = molecule.atoms().size();
    int[][] distance = distances(molecule);
    double wiener = 0;
    double[] sums = new double[n];
    int[] partSize = new int[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (distance[i][j] >= 0) {
          sums[i] += distance[i][j];
          partSize[i]++;
        }
      }
      wiener += sums[i] / 2;
    }
    int largest = Arrays.stream(partSize).max().orElse(0);
    int bonds = 0;
    int atoms = 0;
    double balaban = 0;
    for (int i = 0; i < n; i++) {
      atoms += partSize[i] == largest ? 1 : 0;
    }
    for (Bond bond : molecule.bonds()) {
      if (partSize[bond.from()] == largest) {
        bonds++;
        balaban += 1 / Math.sqrt(sums[bond.from()] * sums[bond.to()]);
      }
    }
    int parts = largest == 0 ? 1 : atoms / largest;
    double j = bonds == 0 ? 0 : balaban * bonds / (bonds - atoms + parts + 1);
    double[] paths = paths(molecule);
    return new Topology(
        wiener,
        j,
        paths[1] == 0 ? 0 : n * (n - 1.0) * (n - 1.0) / (paths[1] * paths[1]),
        paths[2] == 0 ? 0 : (n - 1) * (n - 2.0) * (n - 2.0) / (paths[2] * paths[2]),
        paths[3] == 0
            ? 0
            : (n % 2 == 1 ? (n - 1) * (n - 3.0) * (n - 3.0) : (n - 3) * (n - 2.0) * (n - 2.0))
                / (paths[3] * paths[3]),
        bertz(molecule));
  }

  private static int[][] distances(Molecule molecule) {
    int n = molecule.atoms().size();
    int[][] distance = new int[n][n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(distance[i], -1);
      distance[i][i] = 0;
      ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(i));
      while (!queue.isEmpty()) {
        int atom = queue.remove();
        for (Bond bond : molecule.bondsOf(atom)) {
          int other = bond.other(atom);
          if (distance[i][other] < 0) {
            distance[i][other] = distance[i][atom] + 1;
            queue.add(other);
          }
        }
      }
    }
    return distance;
  }

  /** Paths of one, two and three bonds that cross no atom twice. */
  private static double[] paths(Molecule molecule) {
    double[] paths = new double[4];
    paths[1] = molecule.bonds().size();
    for (int i = 0; i < molecule.atoms().size(); i++) {
      int degree = molecule.bondsOf(i).size();
      paths[2] += degree * (degree - 1) / 2.0;
    }
    for (Bond middle : molecule.bonds()) {
      for (Bond left : molecule.bondsOf(middle.from())) {
        for (Bond right : molecule.bondsOf(middle.to())) {
          int a = left.other(middle.from());
          int b = right.other(middle.to());
          paths[3] += left != middle && right != middle && a != b ? 1 : 0;
        }
      }
    }
    return paths;
  }

  private static double bertz(Molecule molecule) {
    Map<String, Integer> pairs = new TreeMap<>();
    Map<String, Integer> elements = new TreeMap<>();
    for (int i = 0; i < molecule.atoms().size(); i++) {
      String symbol = molecule.atoms().get(i).element().symbol();
      elements.merge(symbol, 1, Integer::sum);
      List<Bond> around = molecule.bondsOf(i);
      for (int a = 0; a < around.size(); a++) {
        for (int b = a + 1; b < around.size(); b++) {
          String one = end(molecule, i, around.get(a));
          String two = end(molecule, i, around.get(b));
          String key = symbol + (one.compareTo(two) < 0 ? one + two : two + one);
          pairs.merge(key, 1, Integer::sum);
        }
      }
    }
    return 2 * information(pairs, 0.5) + information(elements, 1);
  }

  private static String end(Molecule molecule, int atom, Bond bond) {
    return " " + bond.order() + molecule.atoms().get(bond.other(atom)).element().symbol();
  }

  /** η log2 η − share Σ η_i log2 η_i. */
  private static double information(Map<String, Integer> counts, double share) {
    double total = 0;
    double sum = 0;
    for (int count : counts.values()) {
      total += count;
      sum += count * StrictMath.log(count);
    }
    return total == 0 ? 0 : (total * StrictMath.log(total) - share * sum) / StrictMath.log(2);
  }
}
