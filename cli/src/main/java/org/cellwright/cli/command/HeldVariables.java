package org.cellwright.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Condition;
import org.cellwright.core.Design;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.NearestName;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;

/** What {@code --fix NAME=VALUE} holds. */
final class HeldVariables {
  private static final String FIX = "--fix";

  private final Space space;
  private final SequencedMap<String, Value> values = new LinkedHashMap<>();

  /**
   * @throws CellwrightException REFUSED if a value is none of its variable, or breaks a rule alone
   *     or with the others; USAGE if a variable is held twice
   */
  HeldVariables(List<String> written, Space space) {
    this.space = space;
    for (String text : written) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw Options.usage("--fix '%s' is no NAME=VALUE".formatted(text), null);
      }
      String name = text.substring(0, equals).strip();
      Value value = value(variable(name), text.substring(equals + 1).strip());
      if (values.putIfAbsent(name, value) != null) {
        throw Options.usage("--fix holds '%s' twice".formatted(name), "Give one value for it.");
      }
    }
    // A rule that names what is not held is kept.
    for (KnownConstraint rule : space.knownConstraints()) {
      if (!(rule.slack(new Design(values)) >= -1e-9)) {
        throw CellwrightException.refused(
            "%s: that breaks '%s'".formatted(PlanWords.text(new Design(values)), rule.text()),
            FIX,
            "Hold another value, or loosen the rule among the campaign's known_constraints.");
      }
    }
  }

  SequencedMap<String, Value> values() {
    return values;
  }

  /** Held variables that do not count, given the others that are held; for people. */
  List<String> idle() {
    return values.sequencedKeySet().stream()
        .filter(name -> {
          Condition when = space.conditions().get(name);
          return when != null
              && values.containsKey(when.variable())
              && !when.holds(new Design(values));
        })
        .map(name ->
            "'%s' does not count here and is not held: it counts when %s"
                .formatted(
                    name, java.util.Objects.requireNonNull(space.conditions().get(name)).text()))
        .toList();
  }

  /** Says of a search that came to nothing that it may be for what is held. */
  CellwrightException blamed(CellwrightException e) {
    return values.isEmpty() || !"known_constraints".equals(e.where())
        ? e
        : new CellwrightException(
            e.kind(),
            "with %s: %s".formatted(PlanWords.text(new Design(values)), e.what()),
            FIX,
            "Maybe what is held leaves no room for the rules.");
  }

  private Variable variable(String name) {
    return space.variables().stream()
        .filter(v -> v.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            CellwrightException.refused(
                "there is no variable '%s' to hold".formatted(name),
                FIX,
                space.variables().stream()
                    .filter(
                        v -> v instanceof Variable.Blend blend && blend.atMost().containsKey(name))
                    .map(v ->
                        "It is a part of '%s', which is held as a whole: %s"
                            .formatted(v.name(), example((Variable.Blend) v)))
                    .findFirst()
                    .orElseGet(() -> NearestName.hint(name, space.names()))));
  }

  private static Value value(Variable variable, String text) {
    try {
      return variable.accept(
          switch (variable) {
            case Variable.Choices _ -> new Value.Category(text);
            case Variable.Blend blend -> blend.convert(composition(blend, text));
            default -> Value.Scalar.parse(text, variable.unit());
          });
    } catch (CellwrightException e) {
      throw e.at(FIX);
    }
  }

  /** Such as <code>{EC: 0.3, DMC: 0.7}</code>. */
  private static Value.Composition composition(Variable.Blend blend, String text) {
    SequencedMap<String, Double> parts = new LinkedHashMap<>();
    boolean isWhole = text.startsWith("{") && text.endsWith("}");
    for (String part :
        isWhole ? text.substring(1, text.length() - 1).split(",") : new String[] {text}) {
      int colon = part.indexOf(':');
      if (!isWhole || colon < 1) {
        throw CellwrightException.refused(
            "'%s' is '%s', which is no composition".formatted(blend.name(), text),
            null,
            "Write it like " + example(blend));
      }
      parts.put(
          part.substring(0, colon).strip().replace("\"", ""),
          Value.Scalar.parse(part.substring(colon + 1).strip()).in(MeasurementUnit.ONE).value());
    }
    try {
      return new Value.Composition(parts);
    } catch (IllegalArgumentException e) {
      throw CellwrightException.refused(
          String.valueOf(e.getMessage()), null, "Fractions are 0 to 1 and sum to 1.");
    }
  }

  private static String example(Variable.Blend blend) {
    List<String> parts = List.copyOf(blend.atMost().keySet());
    return parts.size() < 2
        ? "--fix \"%s={%s: 1}\"".formatted(blend.name(), parts.getFirst())
        : "--fix \"%s={%s: 0.3, %s: 0.7}\"".formatted(blend.name(), parts.get(0), parts.get(1));
  }
}
