package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MethodProvider.NamedFile;
import org.cellwright.core.NearestName;
import org.cellwright.core.Problem;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.Source;

/**
 * An entry of {@code learn_from}: a table beside the campaign file, or a run of the home.
 *
 * @param name of the file, or of the run
 * @param table empty for a run
 * @param fidelity whose rows count; empty for the dearest
 * @param with by variable, the value that all of it was done at
 */
public record Earlier(
    String name,
    Optional<NamedFile> table,
    Optional<String> fidelity,
    SequencedMap<String, Value> with) {

  private static final List<String> KEYS = List.of("from", "with", "fidelity");

  public Earlier {
    with = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(with));
  }

  /** Reads a file that is named beside the campaign file. */
  interface Files {
    NamedFile read(YamlNode where);
  }

  static List<Earlier> read(YamlNode node, Space space, Files files) {
    List<Earlier> all = new ArrayList<>();
    for (YamlNode item : node.isList() ? node.items() : List.of(node)) {
      Earlier one = one(item, space, files);
      if (all.stream().anyMatch(other -> other.name.equals(one.name))) {
        throw item.refused("'%s' stands here twice".formatted(one.name), "Keep one.");
      }
      all.add(one);
    }
    return all;
  }

  private static Earlier one(YamlNode item, Space space, Files files) {
    if (!item.isMapping()) {
      return named(item, Optional.empty(), new LinkedHashMap<>(), files);
    }
    var keys = item.entries(KEYS);
    SequencedMap<String, Value> with = new LinkedHashMap<>();
    YamlNode values = keys.get("with");
    if (values != null) {
      values
          .entries(space.names())
          .forEach((name, node) -> with.put(name, value(name, node, space)));
    }
    YamlNode fidelity = keys.get("fidelity");
    return named(
        item.need("from", "from: electrolyte-1"),
        fidelity == null ? Optional.empty() : Optional.of(fidelity.text()),
        with,
        files);
  }

  private static Earlier named(
      YamlNode from, Optional<String> fidelity, SequencedMap<String, Value> with, Files files) {
    String text = from.text();
    return new Earlier(
        text, isTable(text) ? Optional.of(files.read(from)) : Optional.empty(), fidelity, with);
  }

  /** A run's name has no ending. */
  private static boolean isTable(String text) {
    return text.endsWith(".csv") || text.endsWith(".json");
  }

  private static Value value(String name, YamlNode node, Space space) {
    Variable variable =
        space.variables().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    String text = node.text();
    if (variable instanceof Variable.Choices choices) {
      if (!choices.options().contains(text) && !choices.descriptors().containsKey(text)) {
        throw node.refused(
            "'%s' is no choice of '%s', and nothing describes it".formatted(text, name),
            NearestName.hint(text, choices.options()));
      }
      return new Value.Category(text);
    }
    return node.located(() -> variable.convert(Value.Scalar.parse(text, variable.unit())));
  }

  /** What the archive keeps of it: enough to learn the same again, whatever became of the run. */
  record Kept(
      String name, String hash, Optional<String> fidelity, SequencedMap<String, Value> with) {

    Source source(byte[] content, Problem problem) {
      try {
        return new Source(name, SourceTable.read(name, content, fidelity, problem), with);
      } catch (CellwrightException e) {
        throw e.at("learn_from, " + e.where());
      }
    }
  }
}
