package org.cellwright.bench.planner;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.science.molecule.Molecules;

/** Molecules written in SMILES as numbers, by the descriptors of the planner. */
final class MoleculeColumns {
  private MoleculeColumns() {}

  /** A column for each descriptor, a value for each molecule. */
  static SequencedMap<String, double[]> of(List<String> smiles) {
    double[][] rows = Molecules.descriptors(smiles);
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    for (int j = 0; j < rows[0].length; j++) {
      int column = j;
      columns.put(
          "descriptor " + (j + 1), Arrays.stream(rows).mapToDouble(row -> row[column]).toArray());
    }
    return columns;
  }

  /** The row of descriptors of each different molecule. */
  static SequencedMap<String, List<Double>> byOption(List<String> smiles) {
    List<String> options = smiles.stream().distinct().toList();
    double[][] rows = Molecules.descriptors(options);
    SequencedMap<String, List<Double>> byOption = new LinkedHashMap<>();
    for (int i = 0; i < rows.length; i++) {
      byOption.put(options.get(i), Arrays.stream(rows[i]).boxed().toList());
    }
    return byOption;
  }
}
