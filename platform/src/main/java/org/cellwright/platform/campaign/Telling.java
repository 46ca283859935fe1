package org.cellwright.platform.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.NearestName;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Space;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;

/**
 * What a person tells of an experiment: {@code {ask, variables, status, outcomes, cost, fidelity,
 * reason}}.
 *
 * @param ask the id of the ask; empty for what nobody asked for
 * @param variables as they really were, each in its own unit; those that are not told were as
 *     asked, or as told before. All of them where nobody asked
 * @param said the status, where one is told
 * @param outcomes by name, what there is of them
 * @param withdrawn outcomes told as null: what was told of them before is taken back
 * @param fidelity unused where there is an ask
 * @param cost as it really was; that of the fidelity where empty
 */
public record Telling(
    Optional<String> ask,
    SequencedMap<String, Value> variables,
    Optional<Outcome.Status> said,
    SequencedMap<String, Value> outcomes,
    Set<String> withdrawn,
    Optional<String> reason,
    String fidelity,
    OptionalDouble cost) {

  private static final List<String> KEYS =
      List.of("ask", "variables", "status", "outcomes", "reason", "cost", "fidelity");
  private static final Map<String, Outcome.Status> ENDS =
      Map.of(
          "ok", Outcome.Status.OK,
          "failed", Outcome.Status.FAILED,
          "partial", Outcome.Status.PARTIAL);

  /** A slip of the pen in so short a name would be another name. */
  private static final int SHORT = 4;

  /** Value, deviation, unit. */
  private static final Pattern SCATTERED =
      Pattern.compile("([^±]{1,60})(?:±|\\+/?-)\\s{0,9}([^\\s]{1,60})\\s{0,9}(.{0,80})");

  /**
   * Reads one observation or a list of them.
   *
   * @param file named in errors
   * @throws CellwrightException REFUSED with the place
   */
  public static List<Telling> read(String file, String text, Problem problem) {
    JsonNode root = JsonText.read(file, text);
    List<Telling> tellings = new ArrayList<>();
    for (JsonNode node : root.isArray() ? root : List.of(root)) {
      String place = file + (root.isArray() ? ", observation " + (tellings.size() + 1) : "");
      try {
        tellings.add(one(node, problem));
      } catch (CellwrightException e) {
        throw e.at(place);
      }
    }
    return tellings;
  }

  private static Telling one(JsonNode node, Problem problem) {
    if (!node.isObject()) {
      throw CellwrightException.refused(
          "here belongs an object",
          null,
          "Write it like {\"ask\": \"e0001\", \"outcomes\": {\"yield\": 0.7}}.");
    }
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!KEYS.contains(key)) {
            throw CellwrightException.refused(
                "there is no key '%s'".formatted(key), null, NearestName.hint(key, KEYS));
          }
        });
    for (String key : List.of("variables", "outcomes")) {
      if (node.hasNonNull(key) && !node.path(key).isObject()) {
        throw CellwrightException.refused(
            "here belongs an object {name: value}", key, "Write it like {\"x\": \"60 um\"}.");
      }
    }
    Optional<String> ask =
        node.hasNonNull("ask") ? Optional.of(node.path("ask").asText()) : Optional.empty();
    SequencedMap<String, Value> variables =
        GivenDesigns.values("variables", node.path("variables"), problem.space());
    if (ask.isEmpty()) {
      if (variables.isEmpty()) {
        throw CellwrightException.refused(
            "nobody asked for this, and it does not say what was done",
            "variables",
            "Give the id of the ask, or a value for every variable.");
      }
      variables =
          GivenDesigns.design("variables", node.path("variables"), problem.space()).values();
    }
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    Set<String> withdrawn = new LinkedHashSet<>();
    node.path("outcomes")
        .properties()
        .forEach(outcome -> {
          if (outcome.getValue().isNull()) {
            withdrawn.add(outcome.getKey());
          } else {
            String name = outcome.getKey();
            outcomes.put(
                name,
                GivenDesigns.at(
                    "outcomes." + name, () -> outcome(name, outcome.getValue(), problem)));
          }
        });
    Optional<Outcome.Status> said = said(node);
    if (said.filter(Outcome.Status.FAILED::equals).isEmpty()) {
      requireMeant(outcomes.keySet(), withdrawn, problem);
    }
    List<String> fidelities = problem.fidelities().stream().map(Fidelity::name).toList();
    String fidelity =
        node.hasNonNull("fidelity") ? node.path("fidelity").asText() : problem.highest().name();
    if (!fidelities.contains(fidelity)) {
      throw CellwrightException.refused(
          "there is no fidelity '%s'".formatted(fidelity),
          "fidelity",
          NearestName.hint(fidelity, fidelities));
    }
    OptionalDouble cost = OptionalDouble.empty();
    if (node.hasNonNull("cost")) {
      cost = OptionalDouble.of(node.path("cost").asDouble(-1));
      if (!(cost.getAsDouble() >= 0)) {
        throw CellwrightException.refused(
            "the cost is %s".formatted(node.path("cost")), "cost", "It is a number, 0 or more.");
      }
    }
    return new Telling(
        ask,
        variables,
        said,
        outcomes,
        withdrawn,
        node.hasNonNull("reason") ? Optional.of(node.path("reason").asText()) : Optional.empty(),
        fidelity,
        cost);
  }

  /** What is wanted may be missing, and more may be told, but no slip of the pen. */
  private static void requireMeant(Set<String> told, Set<String> withdrawn, Problem problem) {
    Set<String> needed = problem.outputs().keySet();
    Set<String> missing = new LinkedHashSet<>(needed);
    missing.removeAll(told);
    for (String name : told) {
      Optional<String> meant =
          needed.contains(name) || name.length() < SHORT
              ? Optional.empty()
              : NearestName.to(name, missing);
      if (meant.isPresent()) {
        throw CellwrightException.refused(
            "no '%s' is wanted".formatted(name),
            "outcomes." + name,
            "Maybe '%s' was meant.".formatted(meant.get()));
      }
    }
    if (!told.isEmpty() && withdrawn.isEmpty() && missing.equals(needed)) {
      throw CellwrightException.refused(
          "none of %s is told".formatted(String.join(", ", missing)),
          "outcomes",
          "Give what there is of them, or the status failed.");
    }
  }

  private static Optional<Outcome.Status> said(JsonNode node) {
    if (!node.hasNonNull("status")) {
      return Optional.empty();
    }
    String said = node.path("status").asText().toLowerCase(Locale.ROOT);
    Outcome.Status status = ENDS.get(said);
    if (status == null) {
      throw CellwrightException.refused(
          "the status is '%s'".formatted(said), "status", "It is ok, failed or partial.");
    }
    return Optional.of(status);
  }

  /**
   * A number without a unit, text such as "14.1 mS/cm" or "14.1 ± 0.2 mS/cm", or {value, unit, std}
   * as programs write it; what follows ± is one standard deviation.
   */
  private static Value outcome(String name, JsonNode given, Problem problem) {
    MeasurementUnit wanted = problem.outputs().getOrDefault(name, MeasurementUnit.ONE);
    Matcher scattered = SCATTERED.matcher(given.asText());
    Value.Scalar scalar;
    if (given.isTextual() && scattered.matches()) {
      scalar =
          scattered(
              name,
              Value.Scalar.parse(scattered.group(1) + " " + scattered.group(3), wanted),
              scattered.group(2));
    } else if (given.isTextual()) {
      scalar = Value.Scalar.parse(given.asText(), wanted);
    } else if (given.isObject() && given.has("value")) {
      Value.Scalar bare =
          Value.Scalar.parse(
              given.path("value").asText() + " " + given.path("unit").asText(""), wanted);
      scalar = given.hasNonNull("std") ? scattered(name, bare, given.path("std").asText()) : bare;
    } else if (given.isNumber() && Double.isFinite(given.asDouble())) {
      scalar = Value.Scalar.parse(given.asText(), wanted);
    } else {
      throw CellwrightException.refused(
          "'%s' is %s, which is no number".formatted(name, given), null, null);
    }
    if (problem.outputs().containsKey(name) && !scalar.unit().isCompatibleWith(wanted)) {
      throw CellwrightException.refused(
          "'%s' is %s; the campaign wants %s".formatted(name, scalar, wanted),
          null,
          "Write it like \"%s\".".formatted(Value.Scalar.of(scalar.value(), wanted)));
    }
    return scalar;
  }

  private static Value.Scalar scattered(String name, Value.Scalar bare, String std) {
    double deviation;
    try {
      deviation = Double.parseDouble(std);
    } catch (NumberFormatException _) {
      deviation = Double.NaN;
    }
    if (!(deviation >= 0 && Double.isFinite(deviation))) {
      throw CellwrightException.refused(
          "the standard deviation of '%s' is '%s'".formatted(name, std.strip()),
          null,
          "It is a number, 0 or more, in the unit of the value, like \"14.1 ± 0.2 mS/cm\".");
    }
    return new Value.Scalar(
        bare.value(), bare.unit(), new Uncertainty(Uncertainty.Kind.MEASURED, deviation));
  }

  /**
   * The design as it was done: what is told of it, and for the rest as it was known.
   *
   * @throws CellwrightException REFUSED where a variable that counts is in neither
   */
  Design done(Design known, Space space) {
    if (variables.isEmpty()) {
      return known;
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (String name : space.names()) {
      if (!space.counts(name, values)) {
        continue;
      }
      Value value = variables.containsKey(name) ? variables.get(name) : known.values().get(name);
      if (value == null) {
        throw CellwrightException.refused(
            "neither this nor the ask says anything of '%s'".formatted(name),
            "variables",
            "Give it a value.");
      }
      values.put(name, value);
    }
    known
        .values()
        .forEach((name, value) -> {
          if (!space.names().contains(name)) {
            values.put(name, value);
          }
        });
    return new Design(values);
  }

  /**
   * What is true once this is told: of what was told before, what is not told again stays.
   *
   * @throws CellwrightException REFUSED where nothing is told, or nothing is left
   */
  Outcome outcome(Design done, Optional<Outcome> before, Problem problem) {
    if (said.isEmpty() && outcomes.isEmpty() && withdrawn.isEmpty()) {
      return before
          .filter(known -> !variables.isEmpty() || cost.isPresent() || reason.isPresent())
          .map(known -> outcome(known.status(), done, known.values(), before))
          .orElseThrow(Telling::nothing);
    }
    if (said.filter(Outcome.Status.FAILED::equals).isPresent()) {
      return outcome(Outcome.Status.FAILED, done, new LinkedHashMap<>(), before);
    }
    Optional<Outcome> measured = before.filter(known -> known.status() != Outcome.Status.FAILED);
    SequencedMap<String, Value> all = new LinkedHashMap<>();
    measured.ifPresent(known -> all.putAll(known.values()));
    all.putAll(outcomes);
    withdrawn.forEach(all::remove);
    if (all.isEmpty()) {
      throw measured.isEmpty()
          ? nothing()
          : CellwrightException.refused(
              "nothing is left of it", "outcomes", "'plan void' takes all of it back.");
    }
    Set<String> missing = new LinkedHashSet<>(problem.outputs().keySet());
    missing.removeAll(all.keySet());
    if (!missing.isEmpty() && said.filter(Outcome.Status.OK::equals).isPresent()) {
      throw CellwrightException.refused(
          "the status is ok, but %s is missing".formatted(String.join(", ", missing)),
          "outcomes",
          "Give the status partial if it will stay so.");
    }
    return outcome(
        missing.isEmpty() && said.filter(Outcome.Status.PARTIAL::equals).isEmpty()
            ? Outcome.Status.OK
            : Outcome.Status.PARTIAL,
        done,
        all,
        before);
  }

  private Outcome outcome(
      Outcome.Status status,
      Design done,
      SequencedMap<String, Value> values,
      Optional<Outcome> before) {
    String why =
        reason
            .or(() -> before.filter(known -> known.status() == status).map(Outcome::reason))
            .orElse(status == Outcome.Status.FAILED ? "told as failed" : "not all was measured");
    return new Outcome(
        status, done, values, status == Outcome.Status.OK ? null : why, List.of(), List.of());
  }

  private static CellwrightException nothing() {
    return CellwrightException.refused(
        "nothing was measured", "outcomes", "Give what there is, or the status failed.");
  }
}
