package org.cellwright.bench.planner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Molecules written in SMILES as numbers: how often each symbol occurs. */
final class MoleculeColumns {
  private static final List<String> SYMBOLS =
      List.of(
          "C", "c", "N", "n", "O", "o", "S", "s", "F", "Cl", "Br", "P", "=", "#", "(", "1", "2",
          "3", "+", "-", "@");

  private MoleculeColumns() {}

  /** A column for each descriptor, a value for each molecule. */
  static SequencedMap<String, double[]> of(List<String> smiles) {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    for (String symbol : SYMBOLS) {
      columns.put(
          "count of " + symbol,
          smiles.stream().mapToDouble(text -> text.split(quote(symbol), -1).length - 1).toArray());
    }
    columns.put("length", smiles.stream().mapToDouble(String::length).toArray());
    return columns;
  }

  private static String quote(String symbol) {
    return java.util.regex.Pattern.quote(symbol);
  }

  /** The row of descriptors of each molecule. */
  static SequencedMap<String, List<Double>> byOption(List<String> smiles) {
    List<String> options = smiles.stream().distinct().collect(Collectors.toList());
    SequencedMap<String, double[]> columns = of(options);
    SequencedMap<String, List<Double>> rows = new LinkedHashMap<>();
    for (int i = 0; i < options.size(); i++) {
      int row = i;
      rows.put(options.get(i), columns.values().stream().map(column -> column[row]).toList());
    }
    return rows;
  }
}
