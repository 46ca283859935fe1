package org.cellwright.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.Value.Category;
import org.cellwright.core.Value.Composition;
import org.cellwright.core.Value.Scalar;

/** One thing that may be chosen, and its range. */
public sealed interface Variable {

  String name();

  /** Of its numbers; 1 where they have none, and for what is no number. */
  default MeasurementUnit unit() {
    return MeasurementUnit.ONE;
  }

  /**
   * A value given for this variable in the variable's own unit, wherever it lies.
   *
   * @throws CellwrightException REFUSED if it is of another type or dimension
   */
  Value convert(Value value);

  /**
   * Checks a value given for this variable and returns it in the variable's own unit.
   *
   * @throws CellwrightException REFUSED if it is of another type or dimension, or out of range
   */
  Value accept(Value value);

  /** Any number from {@code lower} to {@code upper}, in {@code unit}. */
  record Continuous(String name, double lower, double upper, MeasurementUnit unit)
      implements Variable {
    public Continuous {
      requireOrdered(name, lower, upper, unit);
    }

    @Override
    public Scalar convert(Value value) {
      return scalar(name, value, unit);
    }

    @Override
    public Value accept(Value value) {
      Scalar scalar = convert(value);
      // A bound written in another unit may differ from ours in the last digits.
      double slack = 1e-9 * (upper - lower);
      if (scalar.value() < lower - slack || scalar.value() > upper + slack) {
        throw outOfRange(name, value, "between " + lower + " and " + upper + " " + unit);
      }
      return scalar;
    }
  }

  /** A whole number from {@code lower} to {@code upper}. */
  record Integers(String name, int lower, int upper) implements Variable {
    public Integers {
      requireOrdered(name, lower, upper, MeasurementUnit.ONE);
    }

    @Override
    public Scalar convert(Value value) {
      Scalar scalar = scalar(name, value, MeasurementUnit.ONE);
      if (scalar.value() != Math.rint(scalar.value())) {
        throw outOfRange(name, value, "a whole number");
      }
      return scalar;
    }

    @Override
    public Value accept(Value value) {
      Scalar scalar = scalar(name, value, MeasurementUnit.ONE);
      if (scalar.value() != Math.rint(scalar.value())
          || scalar.value() < lower
          || scalar.value() > upper) {
        throw outOfRange(name, value, "a whole number from " + lower + " to " + upper);
      }
      return scalar;
    }
  }

  /** One of some ordered levels, in {@code unit}. */
  record Grid(String name, List<Double> levels, MeasurementUnit unit) implements Variable {
    public Grid {
      levels = List.copyOf(levels);
      for (int i = 1; i < levels.size(); i++) {
        requireOrdered(name, levels.get(i - 1), levels.get(i), unit);
      }
      if (levels.isEmpty()) {
        throw CellwrightException.refused("a grid without levels", "variables." + name, null);
      }
    }

    @Override
    public Scalar convert(Value value) {
      return scalar(name, value, unit);
    }

    @Override
    public Value accept(Value value) {
      double number = convert(value).value();
      double nearest = levels.getFirst();
      for (double level : levels) {
        nearest = Math.abs(number - level) < Math.abs(number - nearest) ? level : nearest;
      }
      if (Math.abs(number - nearest) > 1e-9 * Math.max(1, Math.abs(nearest))) {
        throw outOfRange(name, value, "one of " + levels + " " + unit);
      }
      return Scalar.of(nearest, unit);
    }
  }

  /**
   * One of some names.
   *
   * @param descriptors a row of numbers for each option, all of one length; empty where nothing is
   *     known of them
   */
  record Choices(String name, List<String> options, SequencedMap<String, List<Double>> descriptors)
      implements Variable {
    public Choices {
      options = List.copyOf(options);
      descriptors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(descriptors));
      if (options.isEmpty() || options.stream().distinct().count() < options.size()) {
        throw CellwrightException.refused(
            "choices must be one or more different names, not " + options,
            "variables." + name,
            null);
      }
    }

    /** Names in a rising order, evenly spaced: their place in it describes them. */
    public static Choices ordered(String name, List<String> levels) {
      SequencedMap<String, List<Double>> places = new LinkedHashMap<>();
      for (String level : levels) {
        places.put(level, List.of((double) places.size()));
      }
      return new Choices(name, levels, places);
    }

    /** A name that is no option has no meaning, so there is nothing beyond the options. */
    @Override
    public Value convert(Value value) {
      return accept(value);
    }

    @Override
    public Value accept(Value value) {
      if (value instanceof Category category && !options.contains(category.name())) {
        throw CellwrightException.refused(
            "'%s' is '%s'; it must be one of %s".formatted(name, category.name(), options),
            "variables." + name,
            NearestName.hint(category.name(), options));
      }
      if (value instanceof Category category && options.contains(category.name())) {
        return value;
      }
      throw outOfRange(name, value, "one of " + options);
    }
  }

  /**
   * Fractions of a whole.
   *
   * @param atLeast lower bound of each component, 0 to 1, in the order of the components; where all
   *     may be present at once it holds always, otherwise for those that are present
   * @param atMost upper bound of each component
   * @param components how many may be present at once
   */
  record Blend(
      String name,
      SequencedMap<String, Double> atLeast,
      SequencedMap<String, Double> atMost,
      int components)
      implements Variable {
    public Blend {
      atMost = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(atMost));
      SequencedMap<String, Double> lowest = new LinkedHashMap<>();
      for (String part : atMost.keySet()) {
        lowest.put(part, atLeast.getOrDefault(part, 0.0));
      }
      atLeast = Collections.unmodifiableSequencedMap(lowest);
      double reachable =
          atMost.values().stream()
              .sorted(Collections.reverseOrder())
              .limit(components)
              .mapToDouble(x -> x)
              .sum();
      if (reachable < 1) {
        throw CellwrightException.refused(
            "%d components with upper bounds %s reach only %.4g of the whole"
                .formatted(components, atMost, reachable),
            "variables." + name,
            "Raise 'at_most' or 'components'.");
      }
      for (String part : atMost.keySet()) {
        if (atLeast.getOrDefault(part, 0.0) > atMost.getOrDefault(part, 0.0)) {
          throw CellwrightException.refused(
              "'%s' is at least %s and at most %s"
                  .formatted(part, atLeast.get(part), atMost.get(part)),
              "variables." + name,
              "Maybe the two are reversed.");
        }
      }
      if (someSet(atLeast, atMost, components).isEmpty()) {
        throw CellwrightException.refused(
            "no %d components with lower bounds %s and upper bounds %s make a whole"
                .formatted(components, atLeast, atMost),
            "variables." + name,
            "Lower 'at_least' or raise 'at_most'.");
      }
    }

    /** Without lower bounds. */
    public Blend(String name, SequencedMap<String, Double> atMost, int components) {
      this(name, new LinkedHashMap<>(), atMost, components);
    }

    /** Whether every component with a lower bound has to be there. */
    public boolean isComplete() {
      return components >= atMost.size();
    }

    /** Components that can make a whole together. */
    public List<String> someSet() {
      return someSet(atLeast, atMost, components);
    }

    /**
     * Lower bounds together up to 1, upper bounds from 1 on: those with the lowest lower bounds
     * first, then each exchanged for a wider one while that is needed and possible.
     */
    private static List<String> someSet(
        SequencedMap<String, Double> atLeast, SequencedMap<String, Double> atMost, int components) {
      List<String> parts = new ArrayList<>(atMost.keySet());
      if (components >= parts.size()) {
        double least = atLeast.values().stream().mapToDouble(x -> x).sum();
        return least <= 1 + 1e-12 ? parts : List.of();
      }
      // Few components are ever present at once: depth first through their sets, widest first.
      parts.sort((a, b) -> Double.compare(cap(atMost, b), cap(atMost, a)));
      List<String> chosen = new ArrayList<>();
      int[] looked = {0};
      return search(parts, 0, 0, 0, components, atLeast, atMost, chosen, looked)
          ? chosen
          : List.of();
    }

    private static boolean search(
        List<String> parts,
        int from,
        double least,
        double most,
        int left,
        SequencedMap<String, Double> atLeast,
        SequencedMap<String, Double> atMost,
        List<String> chosen,
        int[] looked) {
      if (most >= 1 - 1e-12) {
        return true;
      }
      for (int i = from; i < parts.size() && left > 0 && looked[0]++ < MOST_SETS; i++) {
        String part = parts.get(i);
        double low = least + atLeast.getOrDefault(part, 0.0);
        if (most + left * cap(atMost, part) < 1 - 1e-12) {
          return false;
        }
        if (low > 1 + 1e-12) {
          continue;
        }
        chosen.add(part);
        if (search(
            parts,
            i + 1,
            low,
            most + cap(atMost, part),
            left - 1,
            atLeast,
            atMost,
            chosen,
            looked)) {
          return true;
        }
        chosen.removeLast();
      }
      return false;
    }

    private static double cap(SequencedMap<String, Double> atMost, String part) {
      return Math.min(1, atMost.getOrDefault(part, 0.0));
    }

    /** Beyond so many sets tried a blend counts as impossible. */
    private static final int MOST_SETS = 1_000_000;

    /** In the order of the components; one that is not mentioned is absent. */
    @Override
    public Composition convert(Value value) {
      if (!(value instanceof Composition given)) {
        throw outOfRange(name, value, "fractions of " + atMost.keySet());
      }
      SequencedMap<String, Double> fractions = new LinkedHashMap<>();
      atMost.keySet().forEach(part -> fractions.put(part, 0.0));
      for (String part : given.fractions().keySet()) {
        if (!atMost.containsKey(part)) {
          throw CellwrightException.refused(
              "'%s' has no component '%s'".formatted(name, part),
              "variables." + name,
              NearestName.hint(part, atMost.keySet()));
        }
      }
      fractions.putAll(given.fractions());
      return new Composition(fractions);
    }

    @Override
    public Value accept(Value value) {
      if (value instanceof Composition composition
          && List.copyOf(composition.fractions().keySet()).equals(List.copyOf(atMost.keySet()))
          && composition.fractions().values().stream().filter(f -> f > 0).count() <= components
          && composition.fractions().entrySet().stream()
              .allMatch(part ->
                  part.getValue() <= atMost.getOrDefault(part.getKey(), 0.0) + 1e-9
                      && (part.getValue() >= atLeast.getOrDefault(part.getKey(), 0.0) - 1e-9
                          || part.getValue() == 0 && !isComplete()))) {
        return value;
      }
      throw outOfRange(
          name,
          value,
          "at most %d of %s%s, summing to 1"
              .formatted(
                  components,
                  atMost,
                  atLeast.values().stream().anyMatch(x -> x > 0) ? ", at least " + atLeast : ""));
    }
  }

  private static Scalar scalar(String name, Value value, MeasurementUnit unit) {
    if (!(value instanceof Scalar scalar)) {
      throw outOfRange(name, value, "a number");
    }
    if (!scalar.unit().isCompatibleWith(unit)) {
      throw CellwrightException.refused(
          unit.equals(MeasurementUnit.ONE) || scalar.unit().isDimensionless()
              ? "'%s' is %s; it must be %s"
                  .formatted(
                      name,
                      scalar,
                      unit.isDimensionless()
                          ? "a pure number"
                          : "given with a unit such as " + unit)
              : "'%s' is %s, which is no %s".formatted(name, scalar, unit),
          "variables." + name,
          "Write it in a unit of the same dimension as " + unit + ".");
    }
    return scalar.in(unit);
  }

  private static CellwrightException outOfRange(String name, Value value, String range) {
    return CellwrightException.refused(
        "'%s' is %s; it must be %s".formatted(name, value, range), "variables." + name, null);
  }

  private static void requireOrdered(
      String name, double lower, double upper, MeasurementUnit unit) {
    if (!(lower < upper) || Double.isInfinite(upper - lower)) {
      throw CellwrightException.refused(
          "the bounds %s to %s %s are not in rising order".formatted(lower, upper, unit),
          "variables." + name,
          lower > upper
              ? "Maybe they are reversed."
              : "Give two different finite bounds, the smaller first.");
    }
  }
}
