package org.cellwright.bench.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;

/**
 * Chemical formulas as numbers: the share of the elements that matter most to ion conductors, and
 * weighted mean, deviation, least and most of elemental properties (in the manner of Ward et al.,
 * npj Comput. Mater. 2, 16028, 2016).
 */
final class Compositions {
  private static final Pattern PART = Pattern.compile("([A-Z][a-z]?)([0-9.]*)");
  private static final List<String> SHARES =
      List.of(
          "Li", "O", "S", "P", "Cl", "Br", "I", "F", "N", "H", "B", "Si", "Ge", "La", "Zr", "Ti");
  private static final List<String> PROPERTIES =
      List.of("electronegativity", "radius", "mass", "valence");

  /**
   * Pauling's electronegativity, covalent radius in pm (Cordero et al., Dalton Trans. 2008, 2832),
   * standard atomic mass, and group of the long form (lanthanides 3).
   */
  private static final String ELEMENTS =
      """
      H 2.20 31 1.008 1, Li 0.98 128 6.94 1, B 2.04 84 10.81 13, C 2.55 76 12.011 14
      N 3.04 71 14.007 15, O 3.44 66 15.999 16, F 3.98 57 18.998 17, Na 0.93 166 22.990 1
      Mg 1.31 141 24.305 2, Al 1.61 121 26.982 13, Si 1.90 111 28.085 14, P 2.19 107 30.974 15
      S 2.58 105 32.06 16, Cl 3.16 102 35.45 17, K 0.82 203 39.098 1, Ca 1.00 176 40.078 2
      Sc 1.36 170 44.956 3, Ti 1.54 160 47.867 4, V 1.63 153 50.942 5, Cr 1.66 139 51.996 6
      Mn 1.55 139 54.938 7, Fe 1.83 132 55.845 8, Co 1.88 126 58.933 9, Cu 1.90 132 63.546 11
      Zn 1.65 122 65.38 12, Ga 1.81 122 69.723 13, Ge 2.01 120 72.630 14, Se 2.55 120 78.971 16
      Br 2.96 120 79.904 17, Sr 0.95 195 87.62 2, Y 1.22 190 88.906 3, Zr 1.33 175 91.224 4
      Nb 1.6 164 92.906 5, Mo 2.16 154 95.95 6, Ag 1.93 145 107.868 11, Cd 1.69 144 112.414 12
      In 1.78 142 114.818 13, Sn 1.96 139 118.710 14, Sb 2.05 139 121.760 15, Te 2.1 138 127.60 16
      I 2.66 139 126.904 17, Ba 0.89 215 137.327 2, La 1.10 207 138.905 3, Ce 1.12 204 140.116 3
      Pr 1.13 203 140.908 3, Nd 1.14 201 144.242 3, Sm 1.17 198 150.36 3, Gd 1.20 196 157.25 3
      Er 1.24 189 167.259 3, Lu 1.27 187 174.967 3, Hf 1.3 175 178.49 4, Ta 1.5 170 180.948 5
      W 2.36 162 183.84 6, Pb 2.33 146 207.2 14, Bi 2.02 148 208.980 15
      """;

  private static final Map<String, double[]> TABLE = table();

  private Compositions() {}

  private static Map<String, double[]> table() {
    Map<String, double[]> table = new LinkedHashMap<>();
    for (String entry : ELEMENTS.split("[,\n]")) {
      String[] words = entry.strip().split(" ");
      if (words.length == 1 + PROPERTIES.size()) {
        double[] values = new double[PROPERTIES.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = Double.parseDouble(words[i + 1]);
        }
        table.put(words[0], values);
      }
    }
    return table;
  }

  /** Amount of each element; {@code Li6.5La3Zr1.5Ta0.5O12}. */
  static Map<String, Double> parse(String formula) {
    Map<String, Double> amounts = new TreeMap<>();
    Matcher part = PART.matcher(formula);
    int end = 0;
    while (part.find() && part.start() == end) {
      double amount = part.group(2).isEmpty() ? 1 : Double.parseDouble(part.group(2));
      amounts.merge(part.group(1), amount, Double::sum);
      end = part.end();
    }
    if (end < formula.length() || !TABLE.keySet().containsAll(amounts.keySet())) {
      throw CellwrightException.refused(
          "the formula '%s' cannot be read from character %d, or has an element without data"
              .formatted(formula, end + 1),
          "Compositions",
          "Write it without brackets, like Li7La3Zr2O12.");
    }
    amounts.values().removeIf(amount -> amount == 0);
    return amounts;
  }

  /** Columns by name, one value for each formula. */
  static SequencedMap<String, double[]> statistics(List<String> formulas) {
    SequencedMap<String, double[]> columns = new LinkedHashMap<>();
    for (int row = 0; row < formulas.size(); row++) {
      for (Map.Entry<String, Double> entry : row(parse(formulas.get(row))).entrySet()) {
        columns.computeIfAbsent(entry.getKey(), _ -> new double[formulas.size()])[row] =
            entry.getValue();
      }
    }
    return columns;
  }

  private static SequencedMap<String, Double> row(Map<String, Double> amounts) {
    SequencedMap<String, Double> row = new LinkedHashMap<>();
    double whole = amounts.values().stream().mapToDouble(Double::doubleValue).sum();
    for (String element : SHARES) {
      row.put("share of " + element, amounts.getOrDefault(element, 0.0) / whole);
    }
    row.put("elements", (double) amounts.size());
    for (int p = 0; p < PROPERTIES.size(); p++) {
      double mean = 0;
      double square = 0;
      List<Double> values = new ArrayList<>();
      for (Map.Entry<String, Double> part : amounts.entrySet()) {
        double value = TABLE.getOrDefault(part.getKey(), new double[PROPERTIES.size()])[p];
        values.add(value);
        mean += part.getValue() / whole * value;
        square += part.getValue() / whole * value * value;
      }
      row.put("mean " + PROPERTIES.get(p), mean);
      row.put("deviation of " + PROPERTIES.get(p), Math.sqrt(Math.max(0, square - mean * mean)));
      row.put("least " + PROPERTIES.get(p), values.stream().min(Double::compare).orElse(0.0));
      row.put("most " + PROPERTIES.get(p), values.stream().max(Double::compare).orElse(0.0));
    }
    return row;
  }
}
