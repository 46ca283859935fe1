package org.cellwright.platform.campaign;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellwright.core.Constraint;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.jspecify.annotations.Nullable;

/** {@code results.json}: snake_case, stable order, numbers as value, std, kind and UCUM unit. */
public final class ResultsJson {

  private static final ObjectWriter WRITER =
      Records.JSON
          .writer()
          .with(SerializationFeature.INDENT_OUTPUT)
          .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private ResultsJson() {}

  /** The whole of a run. The stream stays open. */
  public static void write(RunResult result, OutputStream out) throws IOException {
    finish(of(result), out);
  }

  /** {@code {"evaluations": […]}} in the same form. The stream stays open. */
  public static void write(List<RunResult.Evaluated> evaluations, OutputStream out)
      throws IOException {
    ObjectNode root = Records.JSON.createObjectNode();
    root.set("evaluations", evaluations(evaluations));
    finish(root, out);
  }

  /** The run that a file of results says it is of. */
  static Optional<String> origin(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Records.JSON.readTree(file.toFile()).path("run").asText())
          .filter(run -> !run.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void finish(JsonNode root, OutputStream out) throws IOException {
    WRITER.writeValue(out, root);
    out.write('\n');
    out.flush();
  }

  private static ObjectNode of(RunResult result) {
    ObjectNode root = Records.JSON.createObjectNode();
    root.put("campaign", result.campaign()).put("run", result.run()).put("seed", result.seed());
    root.put("version", result.version()).put("status", Records.lower(result.status()));
    root.put("wall_second", result.wallSecond());
    root.putObject("cost")
        .put("budget", Double.isFinite(result.budget()) ? result.budget() : null)
        .put("spent", result.spent());
    ArrayNode objectives = root.putArray("objectives");
    for (Objective objective : result.objectives()) {
      ObjectNode node = objectives.addObject();
      node.put("name", objective.name()).put("goal", Records.lower(objective.goal()));
      if (objective.goal() == Objective.Goal.TARGET
          || objective.goal() == Objective.Goal.THRESHOLD) {
        node.put("level", objective.level());
      }
      node.put("unit", objective.unit().ucum());
      if (objective.formula() != null) {
        node.put("formula", objective.formula().text());
      }
    }
    ArrayNode constraints = root.putArray("constraints");
    for (Constraint constraint : result.constraints()) {
      constraints
          .addObject()
          .put("name", constraint.name())
          .put("sense", Records.lower(constraint.sense()))
          .put("limit", constraint.limit())
          .put("unit", constraint.unit().ucum());
    }
    ObjectNode reference = root.putObject("reference_point");
    // A campaign by hand may have none.
    for (int i = 0; i < result.referencePoint().size(); i++) {
      Objective objective = result.objectives().get(i);
      reference.set(
          objective.name(), of(Scalar.of(result.referencePoint().get(i), objective.unit())));
    }
    root.put("hypervolume", Double.isNaN(result.hypervolume()) ? null : result.hypervolume());
    root.set("trace", trace(result.trace()));
    root.set("evaluations", evaluations(result.evaluations()));
    root.set("front", Records.texts(result.front()));
    root.put("knee", result.knee());
    root.set("verification", verification(result));
    root.set("fidelities", fidelities(result));
    ObjectNode compare = root.putObject("compare");
    result
        .compare()
        .forEach((planner, runs) -> {
          ArrayNode array = compare.putArray(planner);
          for (RunResult.ComparedRun run : runs) {
            ObjectNode node = array.addObject();
            node.put("seed", run.seed()).put("hypervolume", run.hypervolume());
            node.set("trace", trace(run.trace()));
            node.put("run", run.run());
          }
        });
    return root;
  }

  private static ArrayNode trace(List<RunResult.TracePoint> trace) {
    ArrayNode array = Records.JSON.createArrayNode();
    for (RunResult.TracePoint point : trace) {
      array.addObject().put("cost", point.cost()).put("hypervolume", point.hypervolume());
    }
    return array;
  }

  private static ArrayNode evaluations(List<RunResult.Evaluated> evaluations) {
    ArrayNode array = Records.JSON.createArrayNode();
    for (RunResult.Evaluated evaluation : evaluations) {
      ObjectNode node = array.addObject();
      node.put("id", evaluation.id()).put("fidelity", evaluation.fidelity());
      node.put("cost", evaluation.cost()).put("status", Records.lower(evaluation.status()));
      node.put("reason", evaluation.reason()).put("feasible", evaluation.feasible());
      node.set("variables", values(evaluation.variables()));
      node.set("outcomes", values(evaluation.outcomes()));
      node.set("constraints", values(evaluation.constraints()));
      node.set("flags", Records.texts(evaluation.flags()));
      node.put("parent", evaluation.parent());
      node.set("reasons", Records.textsByName(evaluation.reasons()));
      node.set("attachments", Records.textsByName(evaluation.attachments()));
      node.put("seed", evaluation.seed());
      node.put("wall_second", evaluation.wallSecond());
      node.put("cpu_second", orNull(evaluation.cpuSecond()));
    }
    return array;
  }

  private static ObjectNode verification(RunResult result) {
    ObjectNode node = Records.JSON.createObjectNode();
    node.set(
        "removed",
        Records.texts(
            result.verifications().stream()
                .filter(v -> !v.kept())
                .map(RunResult.Verification::id)
                .toList()));
    ArrayNode all = node.putArray("verified");
    for (RunResult.Verification v : result.verifications()) {
      ObjectNode one = all.addObject();
      one.put("id", v.id()).put("kept", v.kept()).put("status", Records.lower(v.status()));
      one.put("reason", v.reason());
      one.set("outcomes", values(v.outcomes()));
      one.set("constraints", values(v.constraints()));
    }
    return node;
  }

  private static ArrayNode fidelities(RunResult result) {
    ArrayNode array = Records.JSON.createArrayNode();
    for (RunResult.FidelityCost fidelity : result.fidelities()) {
      Method.Identity method = fidelity.method();
      array
          .addObject()
          .put("name", fidelity.name())
          .put("method", method.name())
          .put("method_version", method.version())
          .put("method_digest", method.digest())
          .put("cost", fidelity.cost())
          .put("evaluations", fidelity.evaluations())
          .put("cpu_second", orNull(fidelity.cpuSecond()))
          .put("declared_ratio", fidelity.declaredRatio())
          .put("measured_ratio", orNull(fidelity.measuredRatio()));
    }
    return array;
  }

  private static ObjectNode values(Map<String, ? extends Value> values) {
    ObjectNode node = Records.JSON.createObjectNode();
    values.forEach((name, value) -> node.set(name, of(value)));
    return node;
  }

  /** A number with its doubt and its unit; a choice as its name; a blend as its fractions. */
  private static JsonNode of(Value value) {
    return switch (value) {
      case Scalar scalar ->
          Records.JSON
              .createObjectNode()
              .put("value", scalar.value())
              .put("std", orNull(scalar.uncertainty().std()))
              .put("kind", kind(scalar.uncertainty()))
              .put("unit", scalar.unit().ucum());
      case Value.Category category -> Records.JSON.getNodeFactory().textNode(category.name());
      case Value.Composition composition -> {
        ObjectNode parts = Records.JSON.createObjectNode();
        composition.fractions().forEach(parts::put);
        yield parts;
      }
      default -> Records.of(value);
    };
  }

  private static String kind(Uncertainty uncertainty) {
    return Records.lower(uncertainty.kind());
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
