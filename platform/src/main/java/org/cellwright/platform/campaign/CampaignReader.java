package org.cellwright.platform.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.Batch;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Condition;
import org.cellwright.core.Constraint;
import org.cellwright.core.Fidelity;
import org.cellwright.core.HumanStep;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.MethodProvider.NamedFile;
import org.cellwright.core.NearestName;
import org.cellwright.core.Objective;
import org.cellwright.core.Problem;
import org.cellwright.core.Service;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value.Scalar;
import org.cellwright.core.Variable;
import org.cellwright.platform.formats.TextRows;
import org.cellwright.science.planner.Planner;
import org.jspecify.annotations.Nullable;

/** Reads one campaign file, from top to bottom, and refuses what it does not understand. */
final class CampaignReader {

  /** Of the campaign file, in characters; nobody writes one by hand that is longer. */
  static final int LARGEST = 1_000_000;

  /** The one fidelity of a campaign that names none. */
  private static final String EXPERIMENT = "experiment";

  private static final long LARGEST_NAMED = 64L << 20;

  /** Keys whose value is the path of a file for the methods. */
  private static final List<String> FILE_KEYS = List.of("cell");

  private static final List<String> KEYS =
      List.of(
          "campaign",
          "cell",
          "variables",
          "known_constraints",
          "outputs",
          "objectives",
          "hierarchy",
          "constraints",
          "fidelities",
          "budget",
          "reference_point",
          "seed",
          "batch",
          "learn_from",
          "methods");

  private final Path path;
  private final YamlNode root;
  private final SequencedMap<String, YamlNode> top;
  private final SequencedMap<String, NamedFile> named = new LinkedHashMap<>();
  private final SequencedMap<String, NamedFile> others = new LinkedHashMap<>();
  private final SequencedMap<String, MethodProvider> providers = new LinkedHashMap<>();
  private final byte[] content;
  private boolean byHand;

  private CampaignReader(Path path, Collection<MethodProvider> providers, List<String> keys) {
    this.path = path.toAbsolutePath().normalize();
    this.content = content(this.path);
    String name = String.valueOf(this.path.getFileName());
    this.root = YamlNode.read(name, TextRows.text(name, content));
    this.top = root.entries(keys);
    providers.forEach(p -> this.providers.put(p.name(), p));
  }

  static CampaignFile read(Path path, Collection<MethodProvider> providers) {
    return new CampaignReader(path, providers, KEYS).read();
  }

  /**
   * A campaign that people carry out: methods, fidelities, budget and reference point may be left
   * out.
   */
  static CampaignFile readByHand(Path path, Collection<MethodProvider> providers) {
    CampaignReader reader = new CampaignReader(path, providers, KEYS);
    reader.byHand = true;
    return reader.read();
  }

  /** A file that says what may be chosen and nothing else. */
  static Space readSpace(Path path) {
    return new CampaignReader(path, List.of(), List.of("variables", "known_constraints")).space();
  }

  private CampaignFile read() {
    String name = root.need("campaign", "campaign: my-cell").text();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,79}")) {
      throw node("campaign")
          .refused(
              "'%s' cannot name a campaign".formatted(name),
              "Use letters, digits, dots, dashes and underscores; it becomes the name of a folder.");
    }
    for (String key : FILE_KEYS) {
      if (top.containsKey(key)) {
        named.put(key, namedFile(node(key)));
      }
    }
    ownMethods();
    Space space = space();
    SequencedMap<String, Method> methods = new LinkedHashMap<>();
    List<Fidelity> fidelities = fidelities(methods);
    List<Objective> objectives =
        ObjectiveReader.read(
            root.need("objectives", "objectives: {specific_energy: {maximize: Wh/kg}}"),
            methods,
            outputs());
    List<Constraint> constraints = constraints();
    if (methods.size() == fidelities.size()) {
      new PortCheck(top, space, objectives, constraints, fidelities, methods).run();
    }
    Problem problem =
        new Problem(
            name,
            space,
            objectives,
            constraints,
            fidelities,
            budget(fidelities),
            referencePoint(objectives),
            top.containsKey("seed") ? node("seed").wholeNumber(0, Long.MAX_VALUE) : 1,
            batch(space),
            ObjectiveReader.hierarchy(top.get("hierarchy"), objectives));
    List<Earlier> earlier = earlier(space);
    SequencedMap<String, NamedFile> files = new LinkedHashMap<>();
    files.put("campaign", new NamedFile(String.valueOf(path.getFileName()), content));
    files.putAll(named);
    files.putAll(others);
    return new CampaignFile(path, problem, methods, files, earlier, Digests.ofFiles(files));
  }

  /** What people measure, in its units, where no method says it. */
  private SequencedMap<String, MeasurementUnit> outputs() {
    SequencedMap<String, MeasurementUnit> outputs = new LinkedHashMap<>();
    if (top.containsKey("outputs")) {
      if (!byHand) {
        throw node("outputs")
            .refused(
                "outputs are what the methods of 'fidelities' give",
                "Leave them out; in a campaign by hand they say what is measured.");
      }
      node("outputs").entries().forEach((name, unit) -> outputs.put(name, unit.unit()));
    }
    return outputs;
  }

  private YamlNode node(String key) {
    return root.need(key, key + ": …");
  }

  private static byte[] content(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CellwrightException(
          CellwrightException.Kind.ABSENT,
          "there is no campaign file",
          file.toString(),
          "Maybe the path is relative to another folder.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(4 * LARGEST + 1);
      if (content.length > 4 * LARGEST) {
        throw CellwrightException.refused(
            "the campaign file is larger than %d bytes".formatted(4 * LARGEST),
            file.toString(),
            "Maybe it is not the campaign file.");
      }
      return content;
    } catch (IOException e) {
      throw CellwrightException.refused(
          "the file cannot be read: " + e.getMessage(), file.toString(), null);
    }
  }

  private NamedFile namedFile(YamlNode where) {
    String text = where.text();
    Path file = path.resolveSibling(text);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_NAMED) {
        throw where.refused(
            Files.isRegularFile(file)
                ? "the file '%s' is larger than %d bytes".formatted(text, LARGEST_NAMED)
                : "there is no file '%s'".formatted(text),
            "Paths are relative to the campaign file, which is in " + path.getParent() + ".");
      }
      return new NamedFile(text, Files.readAllBytes(file));
    } catch (IOException e) {
      throw where.refused("the file '%s' cannot be read: %s".formatted(text, e.getMessage()), null);
    }
  }

  private void ownMethods() {
    YamlNode list = top.get("methods");
    if (list == null) {
      return;
    }
    for (YamlNode item : list.isMapping() ? List.of(list) : list.items()) {
      ProgramManifest manifest = ProgramManifest.read(item, folder());
      if (providers.putIfAbsent(manifest.name(), manifest) != null) {
        throw item.refused(
            "there is a method '%s' already".formatted(manifest.name()), "Give it another name.");
      }
      others.putAll(manifest.files());
    }
  }

  private Path folder() {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private Space space() {
    YamlNode variables =
        root.need("variables", "variables: {thickness: {between: [40 um, 90 um]}}");
    List<Variable> read = new ArrayList<>();
    SequencedMap<String, Condition> conditions = new LinkedHashMap<>();
    variables
        .entries()
        .forEach((name, node) -> {
          Variable variable = VariableReader.read(name, node, this::descriptors);
          YamlNode when = node.entries().get("when");
          if (when != null) {
            String text = when.text();
            conditions.put(name, when.located(() -> Condition.parse(text, read)));
          }
          read.add(variable);
        });
    List<KnownConstraint> rules = new ArrayList<>();
    YamlNode known = top.get("known_constraints");
    if (known != null) {
      for (YamlNode rule : known.items()) {
        String text = rule.text();
        rules.add(rule.located(() -> ArithmeticRule.parse(text, read)));
      }
    }
    Space space = variables.located(() -> new Space(read, rules, conditions));
    if (known != null) {
      known.located(() -> requireFeasible(space));
    }
    return space;
  }

  private Batch batch(Space space) {
    YamlNode node = top.get("batch");
    if (node == null) {
      return Batch.NONE;
    }
    node.entries(List.of("shared", "size"));
    List<String> shared = new ArrayList<>();
    for (YamlNode name : node.need("shared", "shared: [temperature]").items()) {
      if (!space.names().contains(name.text())) {
        throw name.refused(
            "there is no variable '%s'".formatted(name.text()),
            NearestName.hint(name.text(), space.names()));
      }
      shared.add(name.text());
    }
    int size = (int) node.need("size", "size: 96").wholeNumber(1, 1_000_000);
    return new Batch(shared, size);
  }

  private List<Earlier> earlier(Space space) {
    YamlNode node = top.get("learn_from");
    return node == null ? List.of() : Earlier.read(node, space, this::earlierTable);
  }

  private NamedFile earlierTable(YamlNode where) {
    NamedFile file = namedFile(where);
    others.put("learn_from/" + file.name(), file);
    return file;
  }

  private static Space requireFeasible(Space space) {
    Planner.requireFeasible(space);
    return space;
  }

  private NamedFile descriptors(YamlNode where) {
    NamedFile file = namedFile(where);
    others.put("descriptors/" + file.name(), file);
    return file;
  }

  private List<Constraint> constraints() {
    List<Constraint> constraints = new ArrayList<>();
    YamlNode node = top.get("constraints");
    if (node != null) {
      node.entries()
          .forEach((name, bound) -> {
            var sides = bound.entries(List.of("at_least", "at_most"));
            if (sides.size() != 1) {
              throw bound.refused(
                  "a constraint has one side, not " + sides.size(),
                  "Write it like {at_least: 0 mV} or {at_most: 45 degC}.");
            }
            Scalar limit = sides.firstEntry().getValue().quantity();
            constraints.add(
                new Constraint(
                    name,
                    sides.firstEntry().getKey().equals("at_least")
                        ? Constraint.Sense.AT_LEAST
                        : Constraint.Sense.AT_MOST,
                    limit.value(),
                    limit.unit()));
          });
    }
    return constraints;
  }

  private List<Fidelity> fidelities(SequencedMap<String, Method> methods) {
    if (byHand && !top.containsKey("fidelities")) {
      return List.of(new Fidelity(EXPERIMENT, EXPERIMENT, 1, Settings.NONE));
    }
    YamlNode node =
        root.need("fidelities", "fidelities: [{name: made, method: cell.dfn, cost: 1}]");
    List<Fidelity> fidelities = new ArrayList<>();
    for (YamlNode item : node.items()) {
      var keys = item.entries(List.of("name", "method", "cost", "settings"));
      String name = item.need("name", "name: made").text();
      if (fidelities.stream().anyMatch(known -> known.name().equals(name))) {
        throw item.refused("there are two fidelities '%s'".formatted(name), null);
      }
      YamlNode cost = item.need("cost", "cost: 1");
      YamlNode method = byHand ? keys.get("method") : item.need("method", "method: cell.dfn");
      Settings settings = settings(keys.get("settings"));
      String answers = method == null ? name : method.text();
      Fidelity fidelity = cost.located(() -> new Fidelity(name, answers, cost.number(), settings));
      if (!fidelities.isEmpty() && !(fidelity.cost() > fidelities.getLast().cost())) {
        throw cost.refused(
            "the cost %s does not rise above the %s of '%s'"
                .formatted(
                    fidelity.cost(), fidelities.getLast().cost(), fidelities.getLast().name()),
            "Write the cheapest first; the last one counts.");
      }
      fidelities.add(fidelity);
      if (method != null) {
        methods.put(name, configured(method, item, settings));
      }
    }
    if (fidelities.isEmpty()) {
      throw node.refused("there is no fidelity", "Name at least one.");
    }
    return fidelities;
  }

  private Method configured(YamlNode name, YamlNode item, Settings settings) {
    MethodProvider provider = providers.get(name.text());
    if (provider == null) {
      throw name.refused(
          "there is no method '%s'".formatted(name.text()),
          NearestName.hint(name.text(), providers.keySet()));
    }
    Method method = item.located(() -> provider.configure(settings, named));
    if (!byHand && (method instanceof HumanStep || method instanceof Service)) {
      throw name.refused(
          "'%s' is carried out by a person or another laboratory".formatted(name.text()),
          "A campaign runs computations and external programs; 'plan ask' goes with this one.");
    }
    return method;
  }

  private static Settings settings(@Nullable YamlNode node) {
    SequencedMap<String, String> entries = new LinkedHashMap<>();
    if (node != null) {
      node.entries().forEach((key, value) -> entries.put(key, value.text()));
    }
    return new Settings(entries);
  }

  private double budget(List<Fidelity> fidelities) {
    if (byHand && !top.containsKey("budget")) {
      return Double.POSITIVE_INFINITY;
    }
    YamlNode node = root.need("budget", "budget: 60");
    double budget = node.number();
    if (!(budget >= fidelities.getFirst().cost())) {
      throw node.refused(
          "the budget %s does not even pay for one evaluation at '%s' (%s)"
              .formatted(budget, fidelities.getFirst().name(), fidelities.getFirst().cost()),
          "Budget and costs are in the same unit.");
    }
    return budget;
  }

  private List<Double> referencePoint(List<Objective> objectives) {
    if (byHand && !top.containsKey("reference_point")) {
      return List.of();
    }
    YamlNode node = root.need("reference_point", "reference_point: {charge_time: 60 min}");
    var given = node.entries(objectives.stream().map(Objective::name).toList());
    List<Double> point = new ArrayList<>();
    for (Objective objective : objectives) {
      YamlNode value = given.get(objective.name());
      if (value == null) {
        throw node.refused(
            "the reference point says nothing of '%s'".formatted(objective.name()),
            "It names the worst value of every objective that still counts.");
      }
      Scalar scalar = value.quantity();
      point.add(value.located(() -> scalar.in(objective.unit())).value());
    }
    return point;
  }

  /** The unit in which something of this name is wanted, if the file says. */
  static @Nullable MeasurementUnit wanted(
      String name, List<Objective> objectives, List<Constraint> constraints) {
    for (Objective objective : objectives) {
      if (objective.name().equals(name)) {
        return objective.unit();
      }
    }
    for (Constraint constraint : constraints) {
      if (constraint.name().equals(name)) {
        return constraint.unit();
      }
    }
    return null;
  }
}
