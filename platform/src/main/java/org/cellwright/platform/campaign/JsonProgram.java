package org.cellwright.platform.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.ExternalProgram;
import org.cellwright.core.Outcome;
import org.cellwright.core.Port;
import org.cellwright.core.Request;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;

/**
 * A program that reads one JSON object and writes one: numbers in the units that its manifest
 * declares, an output also as {@code {"value": …, "std": …}} where its scatter is known.
 *
 * @param folder where it runs
 */
record JsonProgram(
    Identity identity,
    List<String> command,
    List<Port> inputs,
    List<Port> outputs,
    Effect effect,
    Duration timeout,
    Path folder)
    implements ExternalProgram {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Override
  public byte[] render(Request request) {
    ObjectNode object = JSON.createObjectNode();
    for (Port port : inputs) {
      switch (request.design().values().get(port.name())) {
        case Scalar scalar -> object.put(port.name(), scalar.in(port.unit()).value());
        case Value.Category category -> object.put(port.name(), category.name());
        case Value.Composition composition -> {
          ObjectNode parts = object.putObject(port.name());
          composition.fractions().forEach(parts::put);
        }
        case null -> {
          // A variable that does not count in this design is not spoken of.
        }
        default ->
            throw CellwrightException.refused(
                "the design has no '%s'".formatted(port.name()), identity.name(), null);
      }
    }
    return (object + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Outcome parse(Request request, byte[] output) {
    JsonNode answer;
    try {
      answer = JSON.readTree(output);
    } catch (JsonProcessingException e) {
      return failed(request, "it wrote no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return failed(request, "it wrote no text: " + e.getMessage());
    }
    if (!answer.isObject()) {
      return failed(request, "it wrote no JSON object");
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (Port port : outputs) {
      JsonNode given = answer.path(port.name());
      JsonNode number = given.isObject() ? given.path("value") : given;
      if (!number.isNumber() || !Double.isFinite(number.asDouble())) {
        return failed(
            request,
            number.isMissingNode()
                ? "it wrote no '%s'".formatted(port.name())
                : "'%s' is %s, no finite number".formatted(port.name(), number));
      }
      JsonNode std = given.path("std");
      if (std.isNumber() && !(std.asDouble() >= 0 && Double.isFinite(std.asDouble()))) {
        return failed(request, "the std of '%s' is %s".formatted(port.name(), std));
      }
      values.put(
          port.name(),
          new Scalar(
              number.asDouble(),
              port.unit(),
              std.isNumber()
                  ? new Uncertainty(Uncertainty.Kind.MEASURED, std.asDouble())
                  : Uncertainty.UNKNOWN));
    }
    List<String> flags = new ArrayList<>();
    answer
        .fieldNames()
        .forEachRemaining(key -> {
          if (!values.containsKey(key)) {
            flags.add("the undeclared output '" + key + "' was passed over");
          }
        });
    return Outcome.ok(request.design(), values, flags, List.of());
  }

  private Outcome failed(Request request, String reason) {
    return Outcome.failed(request.design(), identity.name() + ": " + reason);
  }
}
