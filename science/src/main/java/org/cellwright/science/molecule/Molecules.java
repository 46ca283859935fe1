package org.cellwright.science.molecule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.numerics.Sums;
import org.cellwright.science.numerics.SymmetricEigen;

/** A list of molecules as a small table of numbers that tells them apart. */
public final class Molecules {
  /**
   * Two descriptors that share more than nine tenths of their variance (r² of 0.95²) say one thing:
   * kept both, they would count it twice in every distance.
   */
  private static final double ALIKE = 0.95;

  /** Similarity is spread over at most so many coordinates: beyond, one holds a few per cent. */
  private static final int COORDINATES = 4;

  /** A coordinate that holds less than this share of what the first holds is noise. */
  private static final double LEAST_SHARE = 0.05;

  /** Eigenvectors of all pairs take n³: above so many molecules their descriptors must do. */
  private static final int MOST_PAIRED = 200;

  private Molecules() {}

  /** Whether every text is a SMILES; false for an empty list. */
  public static boolean allParse(List<String> texts) {
    for (String text : texts) {
      try {
        Molecule.parse(text);
      } catch (CellwrightException _) {
        return false;
      }
    }
    return !texts.isEmpty();
  }

  /**
   * A row for each molecule, in the order given, every column in [0, 1].
   *
   * <p>First the descriptors that differ among these molecules, of those that are correlated beyond
   * 0.95 only the first; then, for up to 200 molecules, up to four principal coordinates (Gower
   * 1966) of how alike their circular fingerprints are.
   *
   * @throws CellwrightException REFUSED naming the text that is no SMILES
   */
  public static double[][] descriptors(List<String> smiles) {
    List<Molecule> molecules = smiles.stream().map(Molecule::parse).toList();
    List<double[]> columns = new ArrayList<>();
    List<SequencedMap<String, Double>> all = molecules.stream().map(Descriptors::of).toList();
    for (String name : all.isEmpty() ? List.<String>of() : all.getFirst().sequencedKeySet()) {
      double[] column = all.stream().mapToDouble(d -> d.getOrDefault(name, 0.0)).toArray();
      if (scale(column) && columns.stream().noneMatch(kept -> areAlike(kept, column))) {
        columns.add(column);
      }
    }
    if (molecules.size() <= MOST_PAIRED) {
      for (double[] column : similarity(molecules)) {
        if (scale(column) && columns.stream().noneMatch(kept -> areAlike(kept, column))) {
          columns.add(column);
        }
      }
    }
    double[][] rows = new double[molecules.size()][columns.size()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.size(); j++) {
        rows[i][j] = columns.get(j)[i];
      }
    }
    return rows;
  }

  /** The same by name, as a variable wants it. */
  public static SequencedMap<String, List<Double>> descriptors(
      SequencedMap<String, String> smilesByName) {
    double[][] rows = descriptors(List.copyOf(smilesByName.sequencedValues()));
    SequencedMap<String, List<Double>> byName = new LinkedHashMap<>();
    int i = 0;
    for (String name : smilesByName.sequencedKeySet()) {
      byName.put(name, Arrays.stream(rows[i++]).boxed().toList());
    }
    return byName;
  }

  /** To [0, 1]; false where all are the same. */
  private static boolean scale(double[] column) {
    double low = Arrays.stream(column).min().orElse(0);
    double high = Arrays.stream(column).max().orElse(0);
    if (!(high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high)))) {
      return false;
    }
    for (int i = 0; i < column.length; i++) {
      column[i] = (column[i] - low) / (high - low);
    }
    return true;
  }

  private static boolean areAlike(double[] a, double[] b) {
    return Math.abs(Sums.correlation(a, b)) > ALIKE;
  }

  /** Leading eigenvectors of the doubly centred table of similarities. */
  private static List<double[]> similarity(List<Molecule> molecules) {
    int n = molecules.size();
    List<Fingerprint> prints = molecules.stream().map(Fingerprint::of).toList();
    double[][] table = new double[n][n];
    double[] mean = new double[n];
    double grand = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        table[i][j] = prints.get(i).similarity(prints.get(j));
        table[j][i] = table[i][j];
      }
    }
    for (int i = 0; i < n; i++) {
      mean[i] = Arrays.stream(table[i]).sum() / n;
      grand += mean[i] / n;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        table[i][j] += grand - mean[i] - mean[j];
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(table);
    List<double[]> found = new ArrayList<>();
    for (int k = n - 1; k >= Math.max(0, n - COORDINATES); k--) {
      if (eigen.values()[k] < LEAST_SHARE * eigen.values()[n - 1]) {
        break;
      }
      int column = k;
      found.add(Arrays.stream(eigen.vectors()).mapToDouble(row -> row[column]).toArray());
    }
    return found;
  }
}
