package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.MethodProvider.NamedFile;
import org.cellwright.core.NearestName;
import org.cellwright.core.Value.Scalar;
import org.cellwright.core.Variable;
import org.cellwright.platform.formats.TextRows;
import org.cellwright.science.molecule.Molecules;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code variables}. */
final class VariableReader {

  private static final List<String> KINDS =
      List.of("between", "grid", "integers", "ordinal", "choices", "smiles", "composition");
  private static final String SMILES = "smiles";

  private VariableReader() {}

  static Variable read(String name, YamlNode node, Function<YamlNode, NamedFile> files) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,79}")) {
      throw node.refused(
          "'%s' cannot name a variable".formatted(name), "Use letters, digits and underscores.");
    }
    List<String> known = new ArrayList<>(KINDS);
    known.addAll(List.of("descriptors", "at_least", "at_most", "components", "when"));
    var keys = node.entries(known);
    List<String> kinds = KINDS.stream().filter(keys::containsKey).toList();
    if (kinds.size() != 1) {
      throw node.refused(
          "a variable has one of " + KINDS + ", not " + (kinds.isEmpty() ? "none" : kinds),
          "Write it like {between: [40 um, 110 um]} or {choices: [none, VC]}.");
    }
    String kind = kinds.getFirst();
    allow(keys, "descriptors", kind.equals("choices"), kind);
    allow(keys, "at_least", kind.equals("composition"), kind);
    allow(keys, "at_most", kind.equals("composition"), kind);
    allow(keys, "components", kind.equals("composition"), kind);
    YamlNode value = node.need(kind, kind);
    return switch (kind) {
      case "between" -> {
        List<Double> bounds = quantities(two(value));
        MeasurementUnit unit = value.items().getFirst().quantity().unit();
        yield value.located(
            () -> new Variable.Continuous(name, bounds.get(0), bounds.get(1), unit));
      }
      case "grid" -> {
        List<Double> levels = quantities(value.items());
        MeasurementUnit unit =
            levels.isEmpty() ? MeasurementUnit.ONE : value.items().getFirst().quantity().unit();
        yield value.located(() -> new Variable.Grid(name, levels, unit));
      }
      case "integers" -> {
        List<Integer> bounds =
            two(value).stream()
                .map(n -> (int) n.wholeNumber(-1_000_000_000, 1_000_000_000))
                .toList();
        yield value.located(() -> new Variable.Integers(name, bounds.get(0), bounds.get(1)));
      }
      case "ordinal" -> {
        List<String> levels = value.items().stream().map(YamlNode::text).toList();
        yield value.located(() -> Variable.Choices.ordered(name, levels));
      }
      case "smiles" -> molecules(name, value);
      case "choices" -> {
        YamlNode descriptors = keys.get("descriptors");
        boolean written =
            descriptors != null && !descriptors.isMapping() && descriptors.text().equals(SMILES);
        if (value.isMapping() && !written) {
          throw value.refused(
              "choices with a SMILES each say so", "Add 'descriptors: smiles', or write a list.");
        }
        yield written ? molecules(name, value) : choices(name, value, descriptors, files);
      }
      default ->
          blend(name, value, keys.get("at_least"), keys.get("at_most"), keys.get("components"));
    };
  }

  private static void allow(
      SequencedMap<String, YamlNode> keys, String key, boolean allowed, String kind) {
    YamlNode node = keys.get(key);
    if (node != null && !allowed) {
      throw node.refused("'%s' does not go with '%s'".formatted(key, kind), null);
    }
  }

  private static List<YamlNode> two(YamlNode list) {
    List<YamlNode> items = list.items();
    if (items.size() != 2) {
      throw list.refused("here belong two bounds, not " + items.size(), "Smaller first.");
    }
    return items;
  }

  /** In the unit of the first; none may lack what the others have. */
  private static List<Double> quantities(List<YamlNode> items) {
    List<Double> values = new ArrayList<>();
    for (YamlNode item : items) {
      Scalar scalar = item.quantity();
      Scalar first = items.getFirst().quantity();
      if (scalar.unit().equals(MeasurementUnit.ONE) != first.unit().equals(MeasurementUnit.ONE)) {
        YamlNode bare = scalar.unit().equals(MeasurementUnit.ONE) ? item : items.getFirst();
        throw bare.refused(
            "'%s' lacks a unit".formatted(bare.text()), "Write the unit behind every number.");
      }
      values.add(item.located(() -> scalar.in(first.unit())).value());
    }
    return values;
  }

  /** Named by a mapping, or by their SMILES. */
  private static Variable molecules(String name, YamlNode value) {
    SequencedMap<String, String> smiles = new LinkedHashMap<>();
    if (value.isMapping()) {
      value.entries().forEach((option, node) -> smiles.put(option, node.text()));
    } else {
      value.items().forEach(item -> smiles.put(item.text(), item.text()));
    }
    if (!value.isMapping() && smiles.size() < value.items().size()) {
      throw value.refused("a SMILES stands here twice", "Keep one.");
    }
    return value.located(() ->
        new Variable.Choices(
            name, List.copyOf(smiles.sequencedKeySet()), Molecules.descriptors(smiles)));
  }

  private static Variable choices(
      String name,
      YamlNode list,
      @Nullable YamlNode descriptors,
      Function<YamlNode, NamedFile> files) {
    List<String> options = list.items().stream().map(YamlNode::text).toList();
    SequencedMap<String, List<Double>> rows =
        descriptors == null
            ? new LinkedHashMap<>()
            : descriptors(descriptors, options, files.apply(descriptors));
    return list.located(() -> new Variable.Choices(name, options, rows));
  }

  /** The first column names the option, the others are numbers. */
  private static SequencedMap<String, List<Double>> descriptors(
      YamlNode node, List<String> options, NamedFile file) {
    SequencedMap<String, List<Double>> byOption = new LinkedHashMap<>();
    TextRows table =
        node.located(() -> TextRows.read(file.name(), TextRows.text(file.name(), file.content())));
    for (TextRows.Row row : table.rows()) {
      List<Double> numbers = new ArrayList<>();
      for (int i = 1; i < row.cells().size(); i++) {
        String cell = row.cells().get(i);
        int line = row.line();
        String column = table.header().get(i);
        try {
          double number = Double.parseDouble(cell);
          if (Double.isFinite(number)) {
            numbers.add(number);
            continue;
          }
        } catch (NumberFormatException e) {
          // Falls through to the refusal, which says the same of both.
        }
        throw node.refused(
            "'%s' is no number (%s, line %d, column '%s')"
                .formatted(cell, file.name(), line, column),
            null);
      }
      byOption.put(row.cells().getFirst(), numbers);
    }
    SequencedMap<String, List<Double>> inOrder = new LinkedHashMap<>();
    for (String option : options) {
      List<Double> numbers = byOption.get(option);
      if (numbers == null) {
        throw node.refused(
            "%s has no row for '%s'".formatted(file.name(), option),
            NearestName.hint(option, byOption.keySet()));
      }
      inOrder.put(option, numbers);
    }
    // What is described and no choice may have been one in an earlier campaign.
    byOption.forEach(inOrder::putIfAbsent);
    return inOrder;
  }

  private static Variable blend(
      String name,
      YamlNode list,
      @Nullable YamlNode atLeast,
      @Nullable YamlNode atMost,
      @Nullable YamlNode components) {
    SequencedMap<String, Double> most = new LinkedHashMap<>();
    for (YamlNode part : list.items()) {
      if (most.put(part.text(), 1.0) != null) {
        throw part.refused("'%s' stands here twice".formatted(part.text()), null);
      }
    }
    if (most.size() < 2) {
      throw list.refused("a composition has two or more components", null);
    }
    SequencedMap<String, Double> least = new LinkedHashMap<>();
    bounds(atLeast, most, least);
    bounds(atMost, most, most);
    int present = components == null ? most.size() : (int) components.wholeNumber(1, most.size());
    return list.located(() -> new Variable.Blend(name, least, most, present));
  }

  private static void bounds(
      @Nullable YamlNode node,
      SequencedMap<String, Double> parts,
      SequencedMap<String, Double> into) {
    if (node != null) {
      node.entries(List.copyOf(parts.sequencedKeySet()))
          .forEach((part, value) -> {
            double bound = value.number();
            if (!(bound > 0 && bound <= 1)) {
              throw value.refused(
                  "'%s' must be a fraction above 0 and up to 1".formatted(value.text()), null);
            }
            into.put(part, bound);
          });
    }
  }
}
