package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Formula;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Hierarchy.Tolerance;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.NearestName;
import org.cellwright.core.Objective;
import org.cellwright.core.Objective.Goal;
import org.cellwright.core.Port;
import org.cellwright.core.Value.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is wanted: an output as it is, {@code {maximize: Wh/kg}}, a number made of outputs,
 * {@code {maximize: energy * life}}, or a desirability.
 */
final class ObjectiveReader {
  private static final List<String> GOALS =
      List.of("maximize", "minimize", "target", "threshold", "desirability");

  /** The outputs that every fidelity gives, in the unit of the last. */
  private final SequencedMap<String, MeasurementUnit> outputs = new LinkedHashMap<>();

  private ObjectiveReader(
      Map<String, Method> methods, SequencedMap<String, MeasurementUnit> measured) {
    outputs.putAll(measured);
    methods
        .values()
        .forEach(method -> {
          for (Port port : method.outputs()) {
            if (port.type() == Port.Type.SCALAR) {
              outputs.put(port.name(), port.unit());
            }
          }
        });
  }

  /**
   * @param measured outputs of no method
   */
  static List<Objective> read(
      YamlNode node, Map<String, Method> methods, SequencedMap<String, MeasurementUnit> measured) {
    ObjectiveReader reader = new ObjectiveReader(methods, measured);
    List<Objective> objectives = new ArrayList<>();
    node.entries().forEach((name, entry) -> objectives.add(reader.objective(name, entry)));
    if (objectives.isEmpty()) {
      throw node.refused("nothing is wanted", "Name at least one objective.");
    }
    return objectives;
  }

  /**
   * The objectives in their order: {@code [{objective: life, within: 10 %}, {objective: cost}]}.
   */
  static Hierarchy hierarchy(@Nullable YamlNode node, List<Objective> objectives) {
    if (node == null) {
      return Hierarchy.NONE;
    }
    SequencedMap<String, Objective> left = new LinkedHashMap<>();
    objectives.forEach(objective -> left.put(objective.name(), objective));
    List<Hierarchy.Tier> tiers = new ArrayList<>();
    for (YamlNode item : node.items()) {
      item.entries(List.of("objective", "within", "until"));
      YamlNode name = item.need("objective", "{objective: life, within: 10 %}");
      Objective objective = left.remove(name.text());
      if (objective == null) {
        throw name.refused(
            "'%s' is no objective, or stands here twice".formatted(name.text()),
            NearestName.hint(name.text(), left.keySet()));
      }
      tiers.add(new Hierarchy.Tier(objective.name(), tolerance(item, objective, left.isEmpty())));
    }
    if (!left.isEmpty()) {
      throw node.refused(
          "the hierarchy says nothing of " + String.join(", ", left.keySet()),
          "It names every objective, the most important first.");
    }
    return new Hierarchy(tiers);
  }

  private static Tolerance tolerance(YamlNode item, Objective objective, boolean isLast) {
    YamlNode within = item.entries().get("within");
    YamlNode until = item.entries().get("until");
    if (within != null && until == null) {
      double share = within.located(() -> within.quantity().in(MeasurementUnit.ONE)).value();
      if (!(share >= 0 && share < 1)) {
        throw within.refused(
            "'%s' is no share of a range".formatted(within.text()), "Write it like 10 %.");
      }
      return new Tolerance.Share(share);
    }
    if (until != null && within == null) {
      return new Tolerance.Level(level(until, objective));
    }
    if (within == null && isLast) {
      return new Tolerance.Unlimited();
    }
    throw item.refused(
        "'%s' has %s"
            .formatted(objective.name(), within == null ? "no tolerance" : "two tolerances"),
        "Write when the next objective counts: {objective: %s, within: 10 %%} or until: a value."
            .formatted(objective.name()));
  }

  /** The value from which an objective is good enough; of a target the farther end of a band. */
  private static double level(YamlNode until, Objective objective) {
    if (objective.goal() != Goal.TARGET) {
      return until.located(() -> until.quantity().in(objective.unit())).value();
    }
    String text = until.text();
    if (!text.startsWith("±")) {
      throw until.refused(
          "'%s' may be a value or a distance from the target".formatted(text),
          "Write how far from the target is good enough: until: ± %s."
              .formatted(Scalar.of(0.5, objective.unit())));
    }
    Scalar distance = until.located(() -> Scalar.parse(text.substring(1).strip()));
    double none = until.located(() -> distance.unit().convert(0, objective.unit()));
    return objective.level()
        + Math.abs(distance.unit().convert(distance.value(), objective.unit()) - none);
  }

  private Objective objective(String name, YamlNode node) {
    var goals = node.entries(GOALS);
    if (goals.size() != 1) {
      throw node.refused(
          "an objective has one goal, not " + goals.size(),
          "Write it like {maximize: Wh/kg}, {minimize: min}, {target: 5 mV} or {threshold: 300 K}.");
    }
    YamlNode value = goals.firstEntry().getValue();
    return switch (goals.firstEntry().getKey()) {
      case "maximize" -> extreme(name, Goal.MAXIMIZE, node, value);
      case "minimize" -> extreme(name, Goal.MINIMIZE, node, value);
      case "target" -> levelled(name, Goal.TARGET, value.quantity());
      case "threshold" -> levelled(name, Goal.THRESHOLD, value.quantity());
      default -> made(name, Goal.MAXIMIZE, node, value, desirability(value));
    };
  }

  private static Objective levelled(String name, Goal goal, Scalar level) {
    return new Objective(name, goal, level.unit(), level.value());
  }

  /** What reads as a unit is one; what else names an output is a formula. */
  private Objective extreme(String name, Goal goal, YamlNode node, YamlNode value) {
    String text = value.text();
    List<String> names = Formula.names(text);
    boolean strange = names.stream().noneMatch(n -> isUnit(n) || outputs.containsKey(n));
    if (names.size() > 1 && strange && !isUnit(text)) {
      throw value.refused(
          "'%s' is no unit, and of no outputs that are known".formatted(text),
          outputs.isEmpty()
              ? "Say what is measured, and in what: outputs: {%s: mAh/g}."
                  .formatted(names.getFirst())
              : NearestName.hint(names.getFirst(), outputs.keySet()));
    }
    return isUnit(text) || Formula.names(text).stream().noneMatch(outputs::containsKey)
        ? new Objective(name, goal, value.unit(), 0)
        : made(name, goal, node, value, text);
  }

  private static boolean isUnit(String text) {
    try {
      MeasurementUnit.parse(text);
      return true;
    } catch (CellwrightException e) {
      return false;
    }
  }

  private Objective made(String name, Goal goal, YamlNode node, YamlNode value, String text) {
    if (outputs.containsKey(name)) {
      throw node.refused(
          "'%s' is an output itself".formatted(name),
          "Give the number that is made of outputs a name of its own.");
    }
    Formula formula = value.located(() -> Formula.parse(text, outputs));
    return new Objective(name, goal, formula.unit(), 0, formula);
  }

  /** The geometric mean of ramps, each to the power of its weight. */
  private String desirability(YamlNode node) {
    List<String> parts = new ArrayList<>();
    double total = 0;
    for (Map.Entry<String, YamlNode> entry : node.entries().entrySet()) {
      YamlNode of = entry.getValue();
      var keys = of.entries(List.of("bad", "good", "weight"));
      if (!outputs.containsKey(entry.getKey())) {
        throw of.refused(
            "there is no output '%s'".formatted(entry.getKey()),
            NearestName.hint(entry.getKey(), outputs.keySet()));
      }
      Scalar bad = of.need("bad", "{bad: 200 Wh/kg, good: 300 Wh/kg}").quantity();
      Scalar good = of.need("good", "{bad: 200 Wh/kg, good: 300 Wh/kg}").quantity();
      YamlNode weightNode = keys.get("weight");
      double weight = weightNode == null ? 1 : weightNode.number();
      if (!(weight > 0)) {
        throw of.refused("the weight %s is not positive".formatted(weight), null);
      }
      if (of.located(() -> good.in(bad.unit())).value() == bad.value()) {
        throw of.refused("good is as good as bad", "Between them the desirability rises.");
      }
      total += weight;
      parts.add("ramp(%s, %s, %s)^%s".formatted(entry.getKey(), bad, good, weight));
    }
    if (parts.isEmpty()) {
      throw node.refused(
          "a desirability is made of outputs",
          "Write it like {energy: {bad: 200 Wh/kg, good: 300 Wh/kg}}.");
    }
    return "(%s)^(1 / %s)".formatted(String.join(" * ", parts), total);
  }
}
