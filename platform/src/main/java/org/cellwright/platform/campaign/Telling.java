package org.cellwright.platform.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;

/**
 * What a person tells of an experiment: {@code {ask, variables, status, outcomes, cost, fidelity,
 * reason}}.
 *
 * @param ask the id of the ask; empty for what nobody asked for
 * @param design as it was really done; needed where nobody asked
 * @param outcomes by name, what there is of them
 * @param withdrawn outcomes told as null: what was told of them before is taken back
 * @param fidelity unused where there is an ask
 * @param cost as it really was; that of the fidelity where empty
 */
public record Telling(
    Optional<String> ask,
    Optional<Design> design,
    Outcome.Status status,
    SequencedMap<String, Value> outcomes,
    Set<String> withdrawn,
    Optional<String> reason,
    String fidelity,
    OptionalDouble cost) {

  private static final List<String> KEYS =
      List.of("ask", "variables", "status", "outcomes", "reason", "cost", "fidelity");
  private static final List<String> ENDS = List.of("ok", "failed", "partial");

  /** A slip of the pen in so short a name would be another name. */
  private static final int SHORT = 4;

  /** Value, deviation, unit. */
  private static final Pattern SCATTERED =
      Pattern.compile("([^±]{1,60})(?:±|\\+/-)\\s{0,9}([^\\s]{1,60})\\s{0,9}(.{0,80})");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads one observation or a list of them.
   *
   * @param file named in errors
   * @throws CellwrightException REFUSED with the place
   */
  public static List<Telling> read(String file, String text, Problem problem) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw CellwrightException.refused(
          "this is no JSON: " + e.getOriginalMessage(),
          file + ", line " + e.getLocation().getLineNr(),
          null);
    }
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
    Optional<String> ask =
        node.hasNonNull("ask") ? Optional.of(node.path("ask").asText()) : Optional.empty();
    Optional<Design> design =
        node.hasNonNull("variables")
            ? Optional.of(GivenDesigns.design("variables", node.path("variables"), problem.space()))
            : Optional.empty();
    if (ask.isEmpty() && design.isEmpty()) {
      throw CellwrightException.refused(
          "nobody asked for this, and it does not say what was done",
          "variables",
          "Give the id of the ask, or a value for every variable.");
    }
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    Set<String> withdrawn = new LinkedHashSet<>();
    node.path("outcomes")
        .properties()
        .forEach(outcome -> {
          if (outcome.getValue().isNull()) {
            withdrawn.add(outcome.getKey());
          } else {
            outcomes.put(outcome.getKey(), outcome(outcome.getKey(), outcome.getValue(), problem));
          }
        });
    Outcome.Status status = status(node, outcomes, withdrawn, problem);
    if (status != Outcome.Status.FAILED) {
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
        design,
        status,
        outcomes,
        withdrawn,
        node.hasNonNull("reason") ? Optional.of(node.path("reason").asText()) : Optional.empty(),
        fidelity,
        cost);
  }

  /** What is wanted may be missing, and more may be told, but no slip of the pen. */
  private static void requireMeant(Set<String> told, Set<String> withdrawn, Problem problem) {
    Set<String> missing = needed(problem);
    missing.removeAll(told);
    for (String name : told) {
      Optional<String> meant =
          needed(problem).contains(name) || name.length() < SHORT
              ? Optional.empty()
              : NearestName.to(name, missing);
      if (meant.isPresent()) {
        throw CellwrightException.refused(
            "no '%s' is wanted".formatted(name),
            "outcomes." + name,
            "Maybe '%s' was meant.".formatted(meant.get()));
      }
    }
    if (!told.isEmpty() && withdrawn.isEmpty() && missing.equals(needed(problem))) {
      throw CellwrightException.refused(
          "none of %s is told".formatted(String.join(", ", missing)),
          "outcomes",
          "Give what there is of them, or the status failed.");
    }
  }

  /** Where nothing is said: ok with everything there, partial with less. */
  private static Outcome.Status status(
      JsonNode node, SequencedMap<String, Value> outcomes, Set<String> withdrawn, Problem problem) {
    String said = node.path("status").asText("ok").toLowerCase(Locale.ROOT);
    if (!ENDS.contains(said)) {
      throw CellwrightException.refused(
          "the status is '%s'".formatted(said), "status", "It is ok, failed or partial.");
    }
    if (said.equals("failed")) {
      return Outcome.Status.FAILED;
    }
    if (outcomes.isEmpty() && withdrawn.isEmpty()) {
      throw nothing();
    }
    List<String> missing = new ArrayList<>();
    for (String needed : needed(problem)) {
      if (!outcomes.containsKey(needed)) {
        missing.add(needed);
      }
    }
    if (!missing.isEmpty() && said.equals("ok") && node.hasNonNull("status")) {
      throw CellwrightException.refused(
          "the status is ok, but %s is missing".formatted(String.join(", ", missing)),
          "outcomes",
          "Give the status partial if it will stay so.");
    }
    return missing.isEmpty() && said.equals("ok") ? Outcome.Status.OK : Outcome.Status.PARTIAL;
  }

  /** The outputs that objectives and constraints are, or are made of. */
  private static Set<String> needed(Problem problem) {
    Set<String> needed = new LinkedHashSet<>();
    for (Objective objective : problem.objectives()) {
      needed.addAll(
          objective.formula() == null
              ? List.of(objective.name())
              : objective.formula().inputs().keySet());
    }
    problem.constraints().forEach(constraint -> needed.add(constraint.name()));
    return needed;
  }

  /**
   * A number without a unit, text such as "14.1 mS/cm" or "14.1 ± 0.2 mS/cm", or {value, unit, std}
   * as programs write it; what follows ± is one standard deviation.
   */
  private static Value outcome(String name, JsonNode given, Problem problem) {
    MeasurementUnit wanted =
        CampaignReader.wanted(name, problem.objectives(), problem.constraints());
    Matcher scattered = SCATTERED.matcher(given.asText());
    Value.Scalar scalar;
    if (given.isTextual() && scattered.matches()) {
      scalar =
          scattered(
              name,
              Value.Scalar.parse(scattered.group(1) + " " + scattered.group(3)),
              scattered.group(2));
    } else if (given.isTextual()) {
      scalar = Value.Scalar.parse(given.asText());
    } else if (given.isObject() && given.has("value")) {
      Value.Scalar bare =
          Value.Scalar.parse(given.path("value").asText() + " " + given.path("unit").asText(""));
      scalar = given.hasNonNull("std") ? scattered(name, bare, given.path("std").asText()) : bare;
    } else if (given.isNumber() && Double.isFinite(given.asDouble())) {
      scalar = Value.Scalar.of(given.asDouble(), MeasurementUnit.ONE);
    } else {
      throw CellwrightException.refused(
          "'%s' is %s, which is no number".formatted(name, given), "outcomes." + name, null);
    }
    if (wanted != null && !scalar.unit().isCompatibleWith(wanted)) {
      throw CellwrightException.refused(
          "'%s' is %s; the campaign wants %s".formatted(name, scalar, wanted),
          "outcomes." + name,
          "Write it like \"%s %s\".".formatted(scalar.value(), wanted));
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
          "outcomes." + name,
          "It is a number, 0 or more, in the unit of the value, like \"14.1 ± 0.2 mS/cm\".");
    }
    return new Value.Scalar(
        bare.value(), bare.unit(), new Uncertainty(Uncertainty.Kind.MEASURED, deviation));
  }

  /**
   * Together with what was told of the same before, which stays as far as it is not told again.
   *
   * @throws CellwrightException REFUSED where nothing is left
   */
  Telling after(Observation before, Problem problem) {
    SequencedMap<String, Value> all = new LinkedHashMap<>(before.outcomes());
    all.putAll(outcomes);
    withdrawn.forEach(all::remove);
    if (status == Outcome.Status.FAILED || before.status() == Outcome.Status.FAILED) {
      return this;
    }
    if (all.isEmpty()) {
      throw CellwrightException.refused(
          "nothing is left of '%s'".formatted(before.id()),
          "outcomes",
          "'plan void' takes all of it back.");
    }
    boolean complete = all.keySet().containsAll(needed(problem));
    return new Telling(
        ask,
        design,
        complete ? Outcome.Status.OK : Outcome.Status.PARTIAL,
        all,
        withdrawn,
        reason,
        fidelity,
        cost);
  }

  double cost(double usual) {
    return cost.orElse(usual);
  }

  private static CellwrightException nothing() {
    return CellwrightException.refused(
        "nothing was measured", "outcomes", "Give what there is, or the status failed.");
  }

  /**
   * @throws CellwrightException REFUSED where all that is told is that nothing is
   */
  Outcome outcome(Design done) {
    if (status != Outcome.Status.FAILED && outcomes.isEmpty()) {
      throw nothing();
    }
    return new Outcome(
        status,
        done,
        status == Outcome.Status.FAILED ? new LinkedHashMap<>() : outcomes,
        status == Outcome.Status.OK
            ? null
            : reason.orElse(
                status == Outcome.Status.FAILED ? "told as failed" : "not all was measured"),
        List.of(),
        List.of());
  }
}
