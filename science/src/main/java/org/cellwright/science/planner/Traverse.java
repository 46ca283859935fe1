package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;

/**
 * Designs along one variable, or one component of a blend, all else as in one design.
 *
 * @param at the variable's value in its unit; NaN for names
 */
record Traverse(
    String name, String unit, List<Double> at, List<String> labels, List<Design> designs) {
  private static final int STEPS = 24;
  private static final int MOST_NAMES = 40;

  private Traverse(String name, String unit) {
    this(name, unit, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /** One for most variables, one for each component of a blend; none where nothing can move. */
  static List<Traverse> along(Variable variable, Design centre) {
    return switch (variable) {
      case Variable.Continuous v -> {
        Traverse traverse = new Traverse(v.name(), v.unit().symbol());
        for (int i = 0; i <= STEPS; i++) {
          traverse.addNumber(v.lower() + (v.upper() - v.lower()) * i / STEPS, v.unit(), centre);
        }
        yield List.of(traverse);
      }
      case Variable.Integers v -> {
        Traverse traverse = new Traverse(v.name(), "1");
        long step = Math.max(1, ((long) v.upper() - v.lower()) / STEPS);
        for (long i = v.lower(); i <= v.upper(); i += step) {
          traverse.addNumber(i, MeasurementUnit.ONE, centre);
        }
        yield List.of(traverse);
      }
      case Variable.Grid v -> {
        Traverse traverse = new Traverse(v.name(), v.unit().symbol());
        v.levels().forEach(level -> traverse.addNumber(level, v.unit(), centre));
        yield List.of(traverse);
      }
      case Variable.Choices v -> {
        Traverse traverse = new Traverse(v.name(), "1");
        v.options().stream()
            .limit(MOST_NAMES)
            .forEach(option ->
                traverse.add(
                    Double.NaN, option, with(centre, v.name(), new Value.Category(option))));
        yield List.of(traverse);
      }
      case Variable.Blend v ->
          v.atMost().keySet().stream()
              .map(component -> alongComponent(v, component, centre))
              .filter(traverse -> traverse.designs.size() > 1)
              .toList();
    };
  }

  private static Traverse alongComponent(Variable.Blend blend, String component, Design centre) {
    Traverse traverse = new Traverse(blend.name() + "." + component, "1");
    if (!(centre.values().get(blend.name()) instanceof Value.Composition composition)) {
      return traverse;
    }
    SequencedMap<String, Double> start = composition.fractions();
    double rest = 1 - start.getOrDefault(component, 0.0);
    double most = Math.min(1, blend.atMost().getOrDefault(component, 0.0));
    for (int i = 0; i <= STEPS && rest > 1e-9; i++) {
      double amount = most * i / STEPS;
      SequencedMap<String, Double> fractions = new LinkedHashMap<>();
      start.forEach((name, part) ->
          fractions.put(name, name.equals(component) ? amount : part * (1 - amount) / rest));
      try {
        Value there = blend.accept(new Value.Composition(fractions));
        traverse.add(amount, label(amount), with(centre, blend.name(), there));
      } catch (CellwrightException _) {
        // Beyond the bounds of another component.
      }
    }
    return traverse;
  }

  private void addNumber(double value, MeasurementUnit valueUnit, Design centre) {
    add(value, label(value), with(centre, name, Value.Scalar.of(value, valueUnit)));
  }

  private void add(double value, String label, Design design) {
    at.add(value);
    labels.add(label);
    designs.add(design);
  }

  private static String label(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static Design with(Design centre, String name, Value value) {
    SequencedMap<String, Value> values = new LinkedHashMap<>(centre.values());
    values.put(name, value);
    return new Design(values);
  }
}
