package org.cellwright.science.molecule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chemical element; sources of the numbers are in {@code elements.csv}.
 *
 * @param number of protons; 0 for {@code *}, any atom at all
 * @param mass standard atomic weight, g/mol
 * @param electronegativity on Pauling's scale; that of carbon where it was never assigned
 * @param covalentRadius Å
 * @param vanDerWaalsRadius Å; 0.8 Å beyond the covalent radius where none was published
 */
record Element(
    int number,
    String symbol,
    double mass,
    double electronegativity,
    double covalentRadius,
    double vanDerWaalsRadius) {
  private static final double CARBON = 2.55;
  private static final double BEYOND = 0.8;
  private static final Map<String, Element> BY_SYMBOL = read();

  static @Nullable Element of(String symbol) {
    return BY_SYMBOL.get(symbol);
  }

  boolean isHydrogen() {
    return number == 1;
  }

  boolean isCarbon() {
    return number == 6;
  }

  boolean isNitrogen() {
    return number == 7;
  }

  boolean isOxygen() {
    return number == 8;
  }

  boolean isPhosphorus() {
    return number == 15;
  }

  boolean isSulphur() {
    return number == 16;
  }

  boolean isHalogen() {
    return number == 9 || number == 17 || number == 35 || number == 53 || number == 85;
  }

  /** Usual numbers of bonds outside brackets, rising; empty for elements that need brackets. */
  List<Integer> valences() {
    return switch (symbol) {
      case "B" -> List.of(3);
      case "C" -> List.of(4);
      case "N", "P" -> List.of(3, 5);
      case "O" -> List.of(2);
      case "S" -> List.of(2, 4, 6);
      case "F", "Cl", "Br", "I" -> List.of(1);
      default -> List.of();
    };
  }

  private static Map<String, Element> read() {
    Map<String, Element> elements = new LinkedHashMap<>();
    elements.put("*", new Element(0, "*", 0, CARBON, 0.76, 1.7));
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Element.class.getResourceAsStream("elements.csv")),
                StandardCharsets.UTF_8))) {
      for (String line : in.lines().filter(l -> !l.startsWith("#")).skip(1).toList()) {
        List<String> cells = List.of(line.split(",", -1));
        double covalent = Double.parseDouble(cells.get(4)) / 100;
        elements.put(
            cells.get(1),
            new Element(
                Integer.parseInt(cells.get(0)),
                cells.get(1),
                Double.parseDouble(cells.get(2)),
                cells.get(3).isEmpty() ? CARBON : Double.parseDouble(cells.get(3)),
                covalent,
                cells.get(5).isEmpty()
                    ? covalent + BEYOND
                    : Double.parseDouble(cells.get(5)) / 100));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return elements;
  }
}
