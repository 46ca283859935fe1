package org.cellwright.platform.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.Formula;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Hierarchy.Tolerance;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Value;

/**
 * What a run was asked to do, as its first event keeps it: enough to read all later ones without
 * the campaign file.
 *
 * @param planner {@code campaign} or the name of a baseline
 * @param seed of the planner
 * @param requestSeed of every request to a method; the same in all runs of a comparison
 * @param digest of the campaign file and the files it names
 * @param learnFrom what earlier campaigns had found when this one began or was last changed
 */
record Header(
    String name,
    String planner,
    Optional<String> parent,
    long seed,
    long requestSeed,
    double budget,
    String version,
    String campaignFile,
    Optional<String> out,
    String digest,
    List<KeptFile> files,
    List<Objective> objectives,
    List<Constraint> constraints,
    List<Double> referencePoint,
    List<Level> fidelities,
    List<Earlier.Kept> learnFrom,
    List<String> compare,
    int seeds,
    Hierarchy hierarchy) {

  /** A file that the archive keeps. */
  record KeptFile(String name, String hash, String mediaType, long size) {

    ObjectNode json() {
      return Records.JSON
          .createObjectNode()
          .put("name", name)
          .put("hash", hash)
          .put("media_type", mediaType)
          .put("size", size);
    }

    static KeptFile of(JsonNode node) {
      return new KeptFile(
          node.path("name").asText(),
          node.path("hash").asText(),
          node.path("media_type").asText(),
          node.path("size").asLong());
    }
  }

  /** A fidelity with the method that really answers. */
  record Level(String name, double cost, Method.Identity method) {}

  String highest() {
    return fidelities.getLast().name();
  }

  Level fidelity(String called) {
    return fidelities.stream()
        .filter(level -> level.name().equals(called))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no fidelity " + called));
  }

  /** By what a fidelity is answered; of one that the campaign no longer has, its name alone. */
  Method.Identity method(String fidelity) {
    return fidelities.stream()
        .filter(level -> level.name().equals(fidelity))
        .map(Level::method)
        .findFirst()
        .orElseGet(() -> new Method.Identity(fidelity, "", ""));
  }

  /** Whether an observation has every output that is wanted or bounded, in a unit that fits. */
  boolean isDelivered(Observation observation) {
    return objectives.stream().allMatch(o -> has(observation, o))
        && constraints.stream().allMatch(c -> has(observation, c.name(), c.unit()));
  }

  private static boolean has(Observation observation, Objective objective) {
    if (objective.formula() == null) {
      return has(observation, objective.name(), objective.unit());
    }
    try {
      return Double.isFinite(objective.value(observation));
    } catch (CellwrightException _) {
      return false;
    }
  }

  private static boolean has(Observation observation, String name, MeasurementUnit unit) {
    return observation.outcomes().get(name) instanceof Value.Scalar scalar
        && scalar.unit().isCompatibleWith(unit);
  }

  /** The same for one run of a comparison. */
  Header compared(String run, String withPlanner, long withSeed) {
    return new Header(
        name,
        withPlanner,
        Optional.of(run),
        withSeed,
        requestSeed,
        budget,
        version,
        campaignFile,
        Optional.empty(),
        digest,
        List.of(),
        objectives,
        constraints,
        referencePoint,
        fidelities,
        learnFrom,
        List.of(),
        0,
        hierarchy);
  }

  ObjectNode json() {
    ObjectNode node = Records.JSON.createObjectNode();
    node.put("name", name).put("planner", planner);
    parent.ifPresent(p -> node.put("parent", p));
    node.put("seed", seed).put("request_seed", requestSeed);
    // JSON has no infinity: a campaign without a budget says nothing of one.
    if (Double.isFinite(budget)) {
      node.put("budget", budget);
    }
    node.put("version", version).put("campaign_file", campaignFile);
    out.ifPresent(o -> node.put("out", o));
    node.put("digest", digest);
    ArrayNode kept = node.putArray("files");
    files.forEach(file -> kept.add(file.json()));
    ArrayNode wanted = node.putArray("objectives");
    for (Objective objective : objectives) {
      ObjectNode one =
          wanted
              .addObject()
              .put("name", objective.name())
              .put("goal", objective.goal().name())
              .put("unit", objective.unit().symbol())
              .put("level", objective.level());
      Formula formula = objective.formula();
      if (formula != null) {
        ObjectNode inputs = one.put("formula", formula.text()).putObject("inputs");
        formula.inputs().forEach((name, unit) -> inputs.put(name, unit.symbol()));
      }
    }
    ArrayNode bounds = node.putArray("constraints");
    for (Constraint constraint : constraints) {
      bounds
          .addObject()
          .put("name", constraint.name())
          .put("sense", constraint.sense().name())
          .put("limit", constraint.limit())
          .put("unit", constraint.unit().symbol());
    }
    referencePoint.forEach(node.putArray("reference_point")::add);
    ArrayNode levels = node.putArray("fidelities");
    for (Level level : fidelities) {
      levels
          .addObject()
          .put("name", level.name())
          .put("cost", level.cost())
          .set("method", Records.of(level.method()));
    }
    if (!learnFrom.isEmpty()) {
      ArrayNode sources = node.putArray("learn_from");
      for (Earlier.Kept source : learnFrom) {
        ObjectNode one = sources.addObject().put("name", source.name()).put("hash", source.hash());
        source.fidelity().ifPresent(fidelity -> one.put("fidelity", fidelity));
        one.set("with", Records.of(source.with()));
      }
    }
    node.set("compare", Records.texts(compare));
    node.put("seeds", seeds);
    if (hierarchy.isGiven()) {
      ArrayNode tiers = node.putArray("hierarchy");
      for (Hierarchy.Tier tier : hierarchy.tiers()) {
        ObjectNode one = tiers.addObject().put("objective", tier.objective());
        switch (tier.tolerance()) {
          case Tolerance.Share(double share) -> one.put("within", share);
          case Tolerance.Level(double value) -> one.put("until", value);
          case Tolerance.Unlimited() -> {}
        }
      }
    }
    return node;
  }

  static Header of(JsonNode node) {
    List<KeptFile> files = new ArrayList<>();
    node.path("files").forEach(file -> files.add(KeptFile.of(file)));
    List<Objective> objectives = new ArrayList<>();
    for (JsonNode o : node.path("objectives")) {
      objectives.add(
          new Objective(
              o.path("name").asText(),
              Objective.Goal.valueOf(o.path("goal").asText()),
              MeasurementUnit.parse(o.path("unit").asText()),
              o.path("level").asDouble(),
              o.has("formula") ? formula(o) : null));
    }
    List<Constraint> constraints = new ArrayList<>();
    for (JsonNode c : node.path("constraints")) {
      constraints.add(
          new Constraint(
              c.path("name").asText(),
              Constraint.Sense.valueOf(c.path("sense").asText()),
              c.path("limit").asDouble(),
              MeasurementUnit.parse(c.path("unit").asText())));
    }
    List<Double> reference = new ArrayList<>();
    node.path("reference_point").forEach(r -> reference.add(r.asDouble()));
    List<Level> fidelities = new ArrayList<>();
    for (JsonNode f : node.path("fidelities")) {
      fidelities.add(
          new Level(
              f.path("name").asText(),
              f.path("cost").asDouble(),
              Records.identity(f.path("method"))));
    }
    List<Earlier.Kept> learnFrom = new ArrayList<>();
    for (JsonNode s : node.path("learn_from")) {
      learnFrom.add(
          new Earlier.Kept(
              s.path("name").asText(),
              s.path("hash").asText(),
              Optional.ofNullable(s.get("fidelity")).map(JsonNode::asText),
              Records.values(s.path("with"))));
    }
    return new Header(
        node.path("name").asText(),
        node.path("planner").asText(),
        Optional.ofNullable(node.get("parent")).map(JsonNode::asText),
        node.path("seed").asLong(),
        node.path("request_seed").asLong(),
        node.path("budget").asDouble(Double.POSITIVE_INFINITY),
        node.path("version").asText(),
        node.path("campaign_file").asText(),
        Optional.ofNullable(node.get("out")).map(JsonNode::asText),
        node.path("digest").asText(),
        files,
        objectives,
        constraints,
        reference,
        fidelities,
        learnFrom,
        Records.texts(node.path("compare")),
        node.path("seeds").asInt(),
        hierarchy(node.path("hierarchy")));
  }

  private static Hierarchy hierarchy(JsonNode node) {
    List<Hierarchy.Tier> tiers = new ArrayList<>();
    for (JsonNode tier : node) {
      Tolerance tolerance =
          tier.has("within")
              ? new Tolerance.Share(tier.path("within").asDouble())
              : tier.has("until")
                  ? new Tolerance.Level(tier.path("until").asDouble())
                  : new Tolerance.Unlimited();
      tiers.add(new Hierarchy.Tier(tier.path("objective").asText(), tolerance));
    }
    return new Hierarchy(tiers);
  }

  private static Formula formula(JsonNode node) {
    SequencedMap<String, MeasurementUnit> inputs = new LinkedHashMap<>();
    node.path("inputs")
        .properties()
        .forEach(p -> inputs.put(p.getKey(), MeasurementUnit.parse(p.getValue().asText())));
    return Formula.parse(node.path("formula").asText(), inputs);
  }
}
