package org.cellwright.platform.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;

/** The vocabulary as the event log writes it, and back; every double survives to the last bit. */
final class Records {

  static final ObjectMapper JSON = new ObjectMapper();

  private Records() {}

  static ObjectNode of(Value value) {
    ObjectNode node = JSON.createObjectNode();
    switch (value) {
      case Value.Scalar scalar -> {
        node.put("value", scalar.value()).put("unit", scalar.unit().symbol());
        if (scalar.uncertainty().kind() != Uncertainty.Kind.UNKNOWN) {
          node.put("std", scalar.uncertainty().std());
          node.put("kind", lower(scalar.uncertainty().kind()));
        }
      }
      case Value.Category category -> node.put("category", category.name());
      case Value.Composition composition -> {
        ObjectNode parts = node.putObject("composition");
        composition.fractions().forEach(parts::put);
      }
      case Value.Series series -> {
        node.put("series", series.contentHash());
        series.columns().forEach(node.putArray("columns")::add);
      }
      case Value.Structure structure ->
          node.put("structure", structure.contentHash()).put("format", structure.format());
      case Value.FileReference file ->
          node.put("file", file.contentHash()).put("media_type", file.mediaType());
    }
    return node;
  }

  static Value value(JsonNode node) {
    if (node.has("value")) {
      return new Value.Scalar(
          node.path("value").asDouble(),
          MeasurementUnit.parse(node.path("unit").asText()),
          node.has("kind")
              ? new Uncertainty(
                  Uncertainty.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
                  node.path("std").asDouble())
              : Uncertainty.UNKNOWN);
    }
    if (node.has("category")) {
      return new Value.Category(node.path("category").asText());
    }
    if (node.has("composition")) {
      SequencedMap<String, Double> parts = new LinkedHashMap<>();
      node.path("composition")
          .properties()
          .forEach(p -> parts.put(p.getKey(), p.getValue().asDouble()));
      return new Value.Composition(parts);
    }
    if (node.has("series")) {
      return new Value.Series(node.path("series").asText(), texts(node.path("columns")));
    }
    if (node.has("structure")) {
      return new Value.Structure(node.path("structure").asText(), node.path("format").asText());
    }
    return new Value.FileReference(node.path("file").asText(), node.path("media_type").asText());
  }

  static ObjectNode of(Map<String, Value> values) {
    ObjectNode node = JSON.createObjectNode();
    values.forEach((name, value) -> node.set(name, of(value)));
    return node;
  }

  static SequencedMap<String, Value> values(JsonNode node) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    node.properties().forEach(p -> values.put(p.getKey(), value(p.getValue())));
    return values;
  }

  static Design design(JsonNode node) {
    return new Design(values(node));
  }

  static ObjectNode of(Method.Identity identity) {
    return JSON.createObjectNode()
        .put("name", identity.name())
        .put("version", identity.version())
        .put("digest", identity.digest());
  }

  static Method.Identity identity(JsonNode node) {
    return new Method.Identity(
        node.path("name").asText(), node.path("version").asText(), node.path("digest").asText());
  }

  static ArrayNode texts(List<String> texts) {
    ArrayNode array = JSON.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  static ObjectNode textsByName(Map<String, String> texts) {
    ObjectNode node = JSON.createObjectNode();
    texts.forEach(node::put);
    return node;
  }

  static SequencedMap<String, String> textsByName(JsonNode node) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(p -> texts.put(p.getKey(), p.getValue().asText()));
    return texts;
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
