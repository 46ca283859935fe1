package org.cellwright.platform.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.NearestName;
import org.cellwright.core.Port;
import org.cellwright.core.Settings;
import org.cellwright.core.Value.Scalar;

/**
 * An external program as a campaign file declares it under {@code methods}.
 *
 * <p>An argument may contain {@code {setting}}, which a fidelity fills; {@code java} means the Java
 * that runs Cellwright; paths are relative to the campaign file, whose folder is the working
 * directory.
 *
 * @param files the program's own files, as far as its arguments name them; they count in digests
 */
record ProgramManifest(
    String name,
    String version,
    List<String> argv,
    List<Port> inputs,
    List<Port> outputs,
    Method.Effect effect,
    Duration timeout,
    Path folder,
    SequencedMap<String, NamedFile> files)
    implements MethodProvider {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final List<String> KEYS =
      List.of("name", "version", "argv", "inputs", "outputs", "effect", "timeout");

  static ProgramManifest read(YamlNode node, Path folder) {
    var keys = node.entries(KEYS);
    String name = node.need("name", "name: my-simulator").text();
    YamlNode argv = node.need("argv", "argv: [python3, simulate.py]");
    List<String> words = argv.items().stream().map(YamlNode::text).toList();
    if (words.isEmpty()) {
      throw argv.refused("there is no program to run", null);
    }
    YamlNode effect = keys.get("effect");
    YamlNode timeout = keys.get("timeout");
    return new ProgramManifest(
        name,
        node.need("version", "version: 1").text(),
        words,
        ports(node.need("inputs", "inputs: {thickness: um}"), true),
        ports(node.need("outputs", "outputs: {specific_energy: Wh/kg}"), false),
        effect == null ? Method.Effect.NONE : effect(effect),
        timeout == null ? Duration.ofHours(1) : duration(timeout),
        folder,
        files(words, folder));
  }

  private static List<Port> ports(YamlNode node, boolean input) {
    List<Port> ports = new ArrayList<>();
    node.entries().forEach((port, unit) -> ports.add(port(port, unit, input)));
    if (ports.isEmpty()) {
      throw node.refused("here belongs at least one port", "Write it like {name: unit}.");
    }
    return List.copyOf(ports);
  }

  /** Instead of a unit an input may say {@code choice} or {@code composition}. */
  private static Port port(String name, YamlNode unit, boolean input) {
    if (input && unit.text().equals("choice")) {
      return new Port(name, Port.Type.CATEGORY, MeasurementUnit.ONE, "");
    }
    if (input && unit.text().equals("composition")) {
      return new Port(name, Port.Type.COMPOSITION, MeasurementUnit.ONE, "");
    }
    return new Port(name, Port.Type.SCALAR, unit.unit(), "");
  }

  private static Method.Effect effect(YamlNode node) {
    return switch (node.text()) {
      case "none" -> Method.Effect.NONE;
      case "physical" -> Method.Effect.PHYSICAL;
      default ->
          throw node.refused(
              "the effect '%s' is unknown".formatted(node.text()),
              NearestName.hint(node.text(), List.of("none", "physical")));
    };
  }

  private static Duration duration(YamlNode node) {
    Scalar written = node.quantity();
    double second = node.located(() -> written.in(MeasurementUnit.parse("s"))).value();
    if (!(second > 0)) {
      throw node.refused("the timeout '%s' is not positive".formatted(node.text()), null);
    }
    return Duration.ofMillis(Math.round(second * 1000));
  }

  private static SequencedMap<String, NamedFile> files(List<String> words, Path folder) {
    SequencedMap<String, NamedFile> files = new LinkedHashMap<>();
    for (String word : words) {
      try {
        Path file = folder.resolve(word);
        if (word.matches("[^{}]*[./][^{}]*")
            && Files.isRegularFile(file)
            && Files.size(file) < 8 << 20) {
          files.put("program/" + word, new NamedFile(word, Files.readAllBytes(file)));
        }
      } catch (IOException | InvalidPathException e) {
        // An argument that is no readable file is just an argument.
        continue;
      }
    }
    return files;
  }

  @Override
  public Method configure(Settings settings, SequencedMap<String, NamedFile> campaignFiles) {
    Set<String> placeholders = new LinkedHashSet<>();
    argv.forEach(
        word -> PLACEHOLDER.matcher(word).results().forEach(m -> placeholders.add(m.group(1))));
    settings.requireOnly(placeholders);
    for (String placeholder : placeholders) {
      if (!settings.entries().containsKey(placeholder)) {
        throw CellwrightException.refused(
            "the setting '%s' of '%s' is missing".formatted(placeholder, name),
            "settings",
            "An argument of the program contains {" + placeholder + "}.");
      }
    }
    List<String> command = new ArrayList<>();
    for (String word : argv) {
      command.add(
          PLACEHOLDER
              .matcher(word)
              .replaceAll(
                  m -> Matcher.quoteReplacement(settings.entries().getOrDefault(m.group(1), ""))));
    }
    String first = command.getFirst();
    if (first.equals("java")) {
      command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    } else if (first.contains("/")) {
      command.set(0, folder.resolve(first).normalize().toString());
    }
    StringBuilder all = new StringBuilder(argv + "\n" + settings.entries() + "\n");
    for (Port port : inputs) {
      all.append("in ").append(port.name()).append(' ').append(port.unit().ucum()).append('\n');
    }
    for (Port port : outputs) {
      all.append("out ").append(port.name()).append(' ').append(port.unit().ucum()).append('\n');
    }
    for (Map.Entry<String, NamedFile> file : files.entrySet()) {
      all.append(Digests.of(file.getValue().content())).append('\n');
    }
    return new JsonProgram(
        new Method.Identity(name, version, Digests.of(all.toString())),
        List.copyOf(command),
        inputs,
        outputs,
        effect,
        timeout,
        folder);
  }
}
