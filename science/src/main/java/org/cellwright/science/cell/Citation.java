package org.cellwright.science.cell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A work that a result stands on, to be cited with it.
 *
 * @param key by which papers name it, such as {@code Doyle1993}
 * @param bibtex the whole entry
 */
public record Citation(String key, String bibtex) {
  private static final Pattern ENTRY = Pattern.compile("(?ms)^@\\w+\\{(\\w+),.*?^\\}");
  private static final Pattern DOI = Pattern.compile("10\\.\\d{4,9}/[^\\s;,}]+");
  private static final Map<String, Citation> KNOWN = read();

  /** One of {@code references.bib}. */
  static Citation of(String key) {
    return Objects.requireNonNull(KNOWN.get(key), key);
  }

  /** What a simulation of a cell stands on: model, thermal model, time integration and cell. */
  static List<Citation> of(Bpx cell, Model model, Simulation.Thermal thermal) {
    List<Citation> all = new ArrayList<>(of(model));
    if (thermal == Simulation.Thermal.LUMPED) {
      all.add(of("Bernardi1985"));
    }
    all.add(of("Shampine1997"));
    all.addAll(of(cell));
    return all.stream().distinct().toList();
  }

  /** The same, worked out when somebody looks: a solution takes less time than its citations. */
  static List<Citation> whenAsked(Bpx cell, Model model, Simulation.Thermal thermal) {
    return new AbstractList<>() {
      private @Nullable List<Citation> all;

      private List<Citation> all() {
        if (all == null) {
          all = of(cell, model, thermal);
        }
        return all;
      }

      @Override
      public Citation get(int index) {
        return all().get(index);
      }

      @Override
      public int size() {
        return all().size();
      }
    };
  }

  static List<Citation> of(Model model) {
    return switch (model) {
      case DFN -> List.of(of("Doyle1993"), of("Fuller1994"));
      case SPME, SPM -> List.of(of("Marquis2019"));
      case THEVENIN -> List.of(of("Plett2004"));
    };
  }

  /**
   * The references of a cell file, parted by semicolons. Those with a DOI that is known here become
   * their entries; the others stay together in one entry, in the words of the file.
   */
  static List<Citation> of(Bpx cell) {
    List<Citation> known = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String part : cell.header().references().orElse("").split(";")) {
      Optional<Citation> entry = byDoi(part);
      if (entry.isPresent()) {
        known.add(entry.get());
      } else if (!part.isBlank()) {
        others.add(part.strip());
      }
    }
    if (!others.isEmpty()) {
      String title = cell.header().title().orElse("a cell in the BPX format");
      known.add(
          new Citation(
              key(title),
              "@misc{%s,\n  title = {{Parameter set: %s}},\n  note  = {%s}\n}"
                  .formatted(key(title), braced(title), braced(String.join("; ", others)))));
    }
    return known;
  }

  private static Optional<Citation> byDoi(String text) {
    Matcher doi = DOI.matcher(text);
    if (!doi.find()) {
      return Optional.empty();
    }
    String field = "{" + doi.group().toLowerCase(Locale.ROOT) + "}";
    return KNOWN.values().stream()
        .filter(entry -> entry.bibtex.toLowerCase(Locale.ROOT).contains(field))
        .findFirst();
  }

  private static String key(String title) {
    return "cell-"
        + title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /** What would end a field, or begin a comment, does not. */
  private static String braced(String text) {
    return text.replaceAll("[{}]", "").replaceAll("([%&#_$])", "\\\\$1");
  }

  private static Map<String, Citation> read() {
    try (InputStream in =
        Objects.requireNonNull(Citation.class.getResourceAsStream("references.bib"))) {
      Map<String, Citation> known = new LinkedHashMap<>();
      Matcher entry = ENTRY.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (entry.find()) {
        known.put(entry.group(1), new Citation(entry.group(1), entry.group()));
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
