package org.cellwright.science.cell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.bpx.BpxKey;
import org.cellwright.science.cell.bpx.BpxValues;
import org.jspecify.annotations.Nullable;

/**
 * What a cell file says beyond the BPX standard: named numbers, functions and groups of them, kept
 * exactly as they were written. A path is the names of groups, then the name of the value with its
 * unit in brackets as in the file.
 *
 * <p>The standard allows text only under the name "description", in any group; that is where the
 * source of a number stands.
 */
public final class UserDefined {
  /** Nothing beyond the standard. */
  public static final UserDefined NONE = new UserDefined(BpxValues.emptyObject());

  private final ObjectNode json;

  private UserDefined(ObjectNode json) {
    this.json = json;
  }

  /** From JSON; later changes of {@code json} are not seen. */
  public static UserDefined of(ObjectNode json) {
    return new UserDefined(json.deepCopy());
  }

  public boolean isEmpty() {
    return json.isEmpty();
  }

  /** Whether there is anything at a path. */
  public boolean has(String... path) {
    return at(path).isPresent();
  }

  /** The number at a path, in the unit of its name; empty when there is nothing at that path. */
  public Optional<Double> number(String... path) {
    return at(path).map(node -> BpxValues.number(node, where(path)));
  }

  /** The function at a path: a number, a formula or a table. */
  public Optional<ScalarFunction> function(String... path) {
    return at(path).map(node -> BpxValues.function(node, where(path)));
  }

  /**
   * Where the value of an active material stands: at the path itself, in a blend under its name in
   * a group at that path.
   *
   * @throws CellwrightException REFUSED if one value is given for all of a blend, or a name there
   *     is none of its materials'
   */
  public String[] pathOf(Particle material, Electrode electrode, String... path) {
    List<String> names = electrode.particles().stream().map(Particle::name).toList();
    @Nullable JsonNode there = at(path).orElse(null);
    boolean alone = names.size() == 1;
    if (alone && (there == null || !there.has(material.name()))) {
      return path;
    }
    if (there != null && !there.isObject()) {
      throw CellwrightException.refused(
          "the electrode is a blend; a value is needed for each of " + names,
          where(path),
          "Write {\"" + names.getFirst() + "\": …, …}.");
    }
    if (there != null) {
      for (var entry : there.properties()) {
        if (!names.contains(entry.getKey()) && !entry.getKey().equals("description")) {
          throw CellwrightException.refused(
              "the electrode has no active material '%s'".formatted(entry.getKey()),
              where(path),
              "It has " + names + ".");
        }
      }
    }
    String[] longer = Arrays.copyOf(path, path.length + 1);
    longer[path.length] = material.name();
    return longer;
  }

  /** The text at a path. */
  public Optional<String> text(String... path) {
    return at(path).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  /** The number at a path, or a refusal that names the path and why it is needed. */
  public double required(String reason, String... path) {
    return number(path)
        .orElseThrow(() ->
            CellwrightException.refused(
                "the cell file does not say '" + String.join(" / ", path) + "'",
                where(path),
                reason));
  }

  /** The same with one number set; groups on the way are made. */
  public UserDefined with(double value, String... path) {
    ObjectNode changed = json.deepCopy();
    ObjectNode group = changed;
    for (int i = 0; i < path.length - 1; i++) {
      group = group.withObjectProperty(path[i]);
    }
    group.put(path[path.length - 1], value);
    return new UserDefined(changed);
  }

  /** As JSON (a copy). */
  public ObjectNode json() {
    return json.deepCopy();
  }

  private Optional<JsonNode> at(String... path) {
    @Nullable JsonNode node = json;
    for (String name : path) {
      node = node == null ? null : node.get(name);
    }
    return Optional.ofNullable(node);
  }

  private static String where(String... path) {
    return "$."
        + BpxKey.PARAMETERISATION
        + "."
        + BpxKey.USER_DEFINED
        + "."
        + String.join(".", path);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserDefined that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
