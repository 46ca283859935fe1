package org.cellwright.platform.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.NearestName;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.core.Variable;
import org.cellwright.platform.formats.TextRows;

/**
 * Designs that a person wrote down, in the order of the file.
 *
 * @param outside for each design the variables that leave the campaign's bounds; the method may
 *     accept them all the same
 * @param notes what the reader passed over, for people
 */
public record GivenDesigns(List<Design> designs, List<List<String>> outside, List<String> notes) {

  private static final long LARGEST = 64L << 20;

  public GivenDesigns {
    designs = List.copyOf(designs);
    outside = outside.stream().<List<String>>map(List::copyOf).toList();
    notes = List.copyOf(notes);
  }

  /**
   * Reads JSON (one object {@code {name: "60 um", …}} or a list of them) or CSV (a header with
   * {@code name}, {@code name_um}, {@code name [um]} or {@code name / um}; a component of a blend
   * is {@code blend.EC}).
   *
   * @throws CellwrightException ABSENT without the file; REFUSED with row and column
   */
  public static GivenDesigns read(Path file, CampaignFile campaign) {
    String name = String.valueOf(file.getFileName());
    String text = TextRows.text(name, content(file));
    Space space = campaign.problem().space();
    return name.toLowerCase(Locale.ROOT).endsWith(".csv")
        ? new DesignTable(name, TextRows.read(name, text), space).read()
        : json(name, text, space);
  }

  private static byte[] content(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CellwrightException(
          CellwrightException.Kind.ABSENT,
          "there is no file of designs",
          file.toString(),
          "Maybe the path is relative to another folder.");
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw CellwrightException.refused(
            "the file is larger than %d bytes".formatted(LARGEST), file.toString(), null);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw CellwrightException.refused(
          "the file cannot be read: " + e.getMessage(), file.toString(), null);
    }
  }

  private static GivenDesigns json(String file, String text, Space space) {
    JsonNode root = JsonText.read(file, text);
    List<JsonNode> objects = new ArrayList<>();
    if (root.isArray()) {
      root.forEach(objects::add);
    } else {
      objects.add(root);
    }
    List<Design> designs = new ArrayList<>();
    for (JsonNode object : objects) {
      String place = file + (root.isArray() ? ", design " + (designs.size() + 1) : "");
      if (!object.isObject()) {
        throw CellwrightException.refused(
            "here belongs an object {variable: value}", place, "Write it like {\"x\": \"60 um\"}.");
      }
      designs.add(design(place, object, space));
    }
    return of(designs, space, List.of());
  }

  /** A design from {@code {variable: value}}. */
  static Design design(String place, JsonNode object, Space space) {
    SequencedMap<String, Value> values = values(place, object, space);
    return at(place, () -> space.convert(values));
  }

  /** What {@code {variable: value}} says, each in the unit of its variable. */
  static SequencedMap<String, Value> values(String place, JsonNode object, Space space) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (var entry : object.properties()) {
      String where = place + ", " + entry.getKey();
      values.put(entry.getKey(), at(where, () -> value(entry.getKey(), entry.getValue(), space)));
    }
    return values;
  }

  static GivenDesigns of(List<Design> designs, Space space, List<String> notes) {
    if (designs.isEmpty()) {
      throw CellwrightException.refused("the file holds no design", null, null);
    }
    return new GivenDesigns(
        designs, designs.stream().map(design -> outside(design, space)).toList(), notes);
  }

  static <T> T at(String place, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CellwrightException e) {
      CellwrightException located = new CellwrightException(e.kind(), e.what(), place, e.hint());
      located.initCause(e);
      throw located;
    }
  }

  private static Value value(String name, JsonNode given, Space space) {
    Variable variable =
        space.variables().stream()
            .filter(v -> v.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                CellwrightException.refused(
                    "there is no variable '%s'".formatted(name),
                    null,
                    NearestName.hint(name, space.names())));
    if (given.isTextual()) {
      return parse(variable, given.asText());
    }
    if (given.isNumber() && Double.isFinite(given.asDouble())) {
      return parse(variable, given.asText());
    }
    if (given.isObject() && given.has("value") && given.has("unit")) {
      return parse(variable, given.path("value").asText() + " " + given.path("unit").asText());
    }
    if (given.isObject() && variable instanceof Variable.Blend) {
      SequencedMap<String, Double> parts = new LinkedHashMap<>();
      given.properties().forEach(p -> parts.put(p.getKey(), p.getValue().asDouble(Double.NaN)));
      return variable.convert(composition(parts));
    }
    throw CellwrightException.refused(
        "'%s' is %s, which is no value".formatted(name, given), null, "Write it like \"60 um\".");
  }

  static Value parse(Variable variable, String text) {
    return variable.convert(
        variable instanceof Variable.Choices
            ? new Value.Category(text)
            : Scalar.parse(text, variable.unit()));
  }

  static Value composition(SequencedMap<String, Double> parts) {
    try {
      return new Value.Composition(parts);
    } catch (IllegalArgumentException e) {
      throw CellwrightException.refused(
          String.valueOf(e.getMessage()), null, "Fractions are 0 to 1 and sum to 1.");
    }
  }

  private static List<String> outside(Design design, Space space) {
    List<String> outside = new ArrayList<>();
    for (Variable variable : space.variables()) {
      Value value = design.values().get(variable.name());
      try {
        if (value != null) {
          Value unused = variable.accept(value);
        }
      } catch (CellwrightException e) {
        outside.add(variable.name());
      }
    }
    for (KnownConstraint rule : space.knownConstraints()) {
      if (!(rule.slack(design) >= -1e-9)) {
        outside.add(rule.text());
      }
    }
    return outside;
  }
}
