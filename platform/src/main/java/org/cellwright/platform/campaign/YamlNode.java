package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.NearestName;
import org.cellwright.core.Value.Scalar;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A place in a YAML file: what stands there, and where that is.
 *
 * <p>Plain data only: tags are refused, aliases of collections limited, depth and size too.
 */
record YamlNode(String file, String path, Node node) {

  private static final int DEEPEST = 12;

  /** Reads one document. */
  static YamlNode read(String file, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(CampaignReader.LARGEST)
            .build();
    try {
      requirePlain(file, new Parse(settings).parseString(text));
      Node root =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() ->
                  CellwrightException.refused(
                      "the file is empty", file, "It begins with 'campaign: NAME'."));
      return new YamlNode(file, "", root);
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : " " + e.getContext();
      throw CellwrightException.refused(
          "this is no YAML: " + e.getProblem() + context,
          place(file, e.getProblemMark().orElse(null), ""),
          "Maybe a colon lacks its space, or a bracket is open.");
    } catch (YamlEngineException e) {
      throw CellwrightException.refused("this is no YAML: " + e.getMessage(), file, null);
    }
  }

  private static void requirePlain(String file, Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      String tag =
          switch (event) {
            case ScalarEvent scalar -> scalar.getTag().orElse(null);
            case CollectionStartEvent collection -> collection.getTag().orElse(null);
            default -> null;
          };
      if (tag != null) {
        throw CellwrightException.refused(
            "the tag " + tag + " is not allowed",
            place(file, event.getStartMark().orElse(null), ""),
            "Write plain values.");
      }
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        throw CellwrightException.refused(
            "the file is nested deeper than " + DEEPEST + " levels",
            place(file, event.getStartMark().orElse(null), ""),
            null);
      }
    }
  }

  private static String place(String file, @Nullable Mark mark, String path) {
    return file
        + (mark == null ? "" : ", line " + (mark.getLine() + 1))
        + (path.isEmpty() ? "" : ", " + path);
  }

  String where() {
    return place(file, node.getStartMark().orElse(null), path);
  }

  CellwrightException refused(String what, @Nullable String hint) {
    return CellwrightException.refused(what, where(), hint);
  }

  /** Does something with this place and says so if it is refused there. */
  <T> T located(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CellwrightException e) {
      if (e.where() != null && e.where().startsWith(file)) {
        throw e;
      }
      boolean repeats = e.where() == null || path.startsWith(e.where());
      CellwrightException located =
          new CellwrightException(
              e.kind(), e.what(), repeats ? where() : where() + ": " + e.where(), e.hint());
      located.initCause(e);
      throw located;
    }
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** All entries of a mapping, in order; a key twice is an error. */
  SequencedMap<String, YamlNode> entries() {
    if (!(node instanceof MappingNode mapping)) {
      throw refused(
          "here belongs a mapping of names, not " + kind(), "Write it like {key: value}.");
    }
    SequencedMap<String, YamlNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlNode keyNode = new YamlNode(file, path, tuple.getKeyNode());
      String key = keyNode.text();
      String inside = path.isEmpty() ? key : path + "." + key;
      if (entries.put(key, new YamlNode(file, inside, tuple.getValueNode())) != null) {
        throw new YamlNode(file, inside, tuple.getKeyNode())
            .refused("'" + key + "' stands here twice", "Keep one of the two.");
      }
    }
    return entries;
  }

  /** All entries of a mapping that knows only these keys. */
  SequencedMap<String, YamlNode> entries(Collection<String> known) {
    SequencedMap<String, YamlNode> entries = entries();
    entries.forEach((key, value) -> {
      if (!known.contains(key)) {
        throw value.refused(
            "there is no key '%s' here".formatted(key), NearestName.hint(key, known));
      }
    });
    return entries;
  }

  /** A key that has to be there. */
  YamlNode need(String key, String example) {
    YamlNode found = entries().get(key);
    if (found == null) {
      throw refused("'" + key + "' is missing", "Write it like '" + example + "'.");
    }
    return found;
  }

  List<YamlNode> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw refused("here belongs a list, not " + kind(), "Write it like [a, b].");
    }
    List<YamlNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new YamlNode(file, path + "[" + items.size() + "]", item));
    }
    return items;
  }

  /** A single value as written; quotes are gone. */
  String text() {
    if (!(node instanceof ScalarNode scalar)) {
      throw refused("here belongs a single value, not " + kind(), null);
    }
    String text = scalar.getValue().strip();
    if (text.isEmpty() || (scalar.isPlain() && (text.equals("null") || text.equals("~")))) {
      throw refused("the value is missing", null);
    }
    return text;
  }

  Scalar quantity() {
    String text = text();
    return located(() -> Scalar.parse(text));
  }

  MeasurementUnit unit() {
    String text = text();
    return located(() -> MeasurementUnit.parse(text));
  }

  /** A number without a unit. */
  double number() {
    Scalar scalar = quantity();
    if (!scalar.unit().equals(MeasurementUnit.ONE)) {
      throw refused("'%s' must be a number without a unit".formatted(text()), null);
    }
    return scalar.value();
  }

  long wholeNumber(long lower, long upper) {
    String text = text();
    try {
      long value = Long.parseLong(text);
      if (value >= lower && value <= upper) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the refusal, which says the same of both.
    }
    throw refused("'%s' must be a whole number from %d to %d".formatted(text, lower, upper), null);
  }

  private String kind() {
    return switch (node) {
      case MappingNode mapping -> "a mapping";
      case SequenceNode sequence -> "a list";
      default -> "a single value";
    };
  }
}
