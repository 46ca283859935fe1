package org.cellwright.science.planner.surrogate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Fitted parameters and predictions to be checked between two asks, as JSON. Numbers are written so
 * that they read back to the last bit. What cannot be read is no memory: everything is then fitted
 * anew.
 */
public final class Memory {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int FORMAT = 4;

  private final List<Fit> fits;
  private final TrackRecord track;

  Memory(List<Fit> fits, TrackRecord track) {
    this.fits = fits;
    this.track = track;
  }

  TrackRecord track() {
    return track;
  }

  /** The memory of an ask; none from an empty or foreign text. */
  public static Memory parse(String json) {
    List<Fit> fits = new ArrayList<>();
    TrackRecord track = TrackRecord.NONE;
    try {
      JsonNode root = MAPPER.readTree(json);
      if (root.path("format").asInt() == FORMAT) {
        for (JsonNode output : root.path("outputs")) {
          fits.add(fit(output));
        }
        track = TrackRecord.of(root.path("track"));
      }
    } catch (JsonProcessingException | IllegalArgumentException _) {
      return new Memory(List.of(), TrackRecord.NONE);
    }
    return new Memory(fits, track);
  }

  private static Fit fit(JsonNode node) {
    List<Fit.Level> levels = new ArrayList<>();
    for (JsonNode level : node.path("levels")) {
      JsonNode alone = level.path("alone");
      levels.add(
          new Fit.Level(
              level.path("count").asInt(),
              kernel(level),
              level.has("kinship") ? kinship(level.path("kinship")) : null,
              alone.isMissingNode()
                  ? null
                  : new Fit.Alone(alone.path("count").asInt(), transform(alone), kernel(alone))));
    }
    OutputTransform transform = transform(node);
    return new Fit(node.path("output").asText(), transform, levels);
  }

  private static Kinship kinship(JsonNode node) {
    List<Kernel> kernels = new ArrayList<>();
    node.path("kernels").forEach(kernel -> kernels.add(kernel(kernel)));
    if (kernels.size() != Kinship.RELATIONS.size()) {
      throw new IllegalArgumentException("kinship of " + kernels.size());
    }
    return new Kinship(kernels, node.path("likelier").asInt(), node.path("log_odds").asDouble());
  }

  private static OutputTransform transform(JsonNode node) {
    JsonNode t = node.path("transform");
    return new OutputTransform(
        OutputTransform.Kind.valueOf(t.path("kind").asText()),
        t.path("origin").asDouble(),
        t.path("width").asDouble(),
        t.path("centre").asDouble(),
        t.path("scale").asDouble());
  }

  private static Kernel kernel(JsonNode node) {
    JsonNode scales = node.path("length_scales");
    double[] lengthScales = new double[scales.size()];
    for (int j = 0; j < lengthScales.length; j++) {
      lengthScales[j] = scales.get(j).asDouble();
    }
    return new Kernel(
        lengthScales,
        node.path("amplitude").asDouble(),
        node.path("detail").asDouble(),
        node.path("offset").asDouble(),
        node.path("gain").asDouble(),
        node.path("trend").asDouble(),
        node.path("reach").asDouble(),
        node.path("noise_variance").asDouble());
  }

  /** The parameters of an output, if they are of this shape. */
  Fit find(String output, int levels, int features) {
    for (Fit fit : fits) {
      if (fit.output().equals(output)
          && fit.levels().size() == levels
          && fit.levels().stream().allMatch(l -> l.kernel().lengthScales().length == features)) {
        return fit;
      }
    }
    return Fit.none(output);
  }

  /** One line of JSON. */
  public String write() {
    ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT);
    ArrayNode outputs = root.putArray("outputs");
    for (Fit fit : fits) {
      ObjectNode node = outputs.addObject().put("output", fit.output());
      write(fit.transform(), node);
      ArrayNode levels = node.putArray("levels");
      for (Fit.Level level : fit.levels()) {
        ObjectNode out = levels.addObject().put("count", level.count());
        write(level.kernel(), out);
        Kinship kinship = level.kinship();
        if (kinship != null) {
          ObjectNode kin =
              out.putObject("kinship")
                  .put("likelier", kinship.likelier())
                  .put("log_odds", kinship.logOdds());
          ArrayNode kernels = kin.putArray("kernels");
          kinship.kernels().forEach(kernel -> write(kernel, kernels.addObject()));
        }
        Fit.Alone alone = level.alone();
        if (alone != null) {
          ObjectNode own = out.putObject("alone").put("count", alone.count());
          write(alone.transform(), own);
          write(alone.kernel(), own);
        }
      }
    }
    track.write(root.putObject("track"));
    return root.toString();
  }

  private static void write(OutputTransform transform, ObjectNode node) {
    node.putObject("transform")
        .put("kind", transform.kind().name())
        .put("origin", transform.origin())
        .put("width", transform.width())
        .put("centre", transform.centre())
        .put("scale", transform.scale());
  }

  private static void write(Kernel kernel, ObjectNode node) {
    ArrayNode scales = node.putArray("length_scales");
    for (double scale : kernel.lengthScales()) {
      scales.add(scale);
    }
    node.put("amplitude", kernel.amplitude())
        .put("detail", kernel.detail())
        .put("offset", kernel.offset())
        .put("gain", kernel.gain())
        .put("trend", kernel.trend())
        .put("reach", kernel.reach())
        .put("noise_variance", kernel.noiseVariance());
  }
}
