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
  private static final int FORMAT = 2;

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
    JsonNode t = node.path("transform");
    OutputTransform transform =
        new OutputTransform(
            OutputTransform.Kind.valueOf(t.path("kind").asText()),
            t.path("origin").asDouble(),
            t.path("width").asDouble(),
            t.path("centre").asDouble(),
            t.path("scale").asDouble());
    List<Fit.Level> levels = new ArrayList<>();
    for (JsonNode level : node.path("levels")) {
      JsonNode scales = level.path("length_scales");
      double[] lengthScales = new double[scales.size()];
      for (int j = 0; j < lengthScales.length; j++) {
        lengthScales[j] = scales.get(j).asDouble();
      }
      levels.add(
          new Fit.Level(
              level.path("count").asInt(),
              new Kernel(
                  lengthScales,
                  level.path("amplitude").asDouble(),
                  level.path("offset").asDouble(),
                  level.path("gain").asDouble(),
                  level.path("trend").asDouble(),
                  level.path("reach").asDouble(),
                  level.path("noise_variance").asDouble())));
    }
    return new Fit(node.path("output").asText(), transform, levels);
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
      OutputTransform t = fit.transform();
      node.putObject("transform")
          .put("kind", t.kind().name())
          .put("origin", t.origin())
          .put("width", t.width())
          .put("centre", t.centre())
          .put("scale", t.scale());
      ArrayNode levels = node.putArray("levels");
      for (Fit.Level level : fit.levels()) {
        Kernel kernel = level.kernel();
        ObjectNode out = levels.addObject().put("count", level.count());
        ArrayNode scales = out.putArray("length_scales");
        for (double scale : kernel.lengthScales()) {
          scales.add(scale);
        }
        out.put("amplitude", kernel.amplitude())
            .put("offset", kernel.offset())
            .put("gain", kernel.gain())
            .put("trend", kernel.trend())
            .put("reach", kernel.reach())
            .put("noise_variance", kernel.noiseVariance());
      }
    }
    track.write(root.putObject("track"));
    return root.toString();
  }
}
