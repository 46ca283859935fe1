package org.cellwright.science.cell.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.science.cell.Control;
import org.cellwright.science.cell.Ending;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Step;
import org.cellwright.science.cell.bpx.Json;

/**
 * Protocols of aurora-unicycler. C-rates stay C-rates, of the cell that is simulated, whatever the
 * capacity of the sample in the file. Loops are written out. Impedance spectra have no place in a
 * simulation in time and are left out with a note.
 */
public final class Unicycler {
  private static final Pattern RATE =
      Pattern.compile("\\s*(-?)([0-9.]*)\\s*([CD]?)\\s*(?:/\\s*([0-9.]+))?\\s*");
  private static final Map<String, List<String>> STEPS =
      Map.of(
          "open_circuit_voltage", List.of("until_time_s"),
          "constant_current", List.of("rate_C", "current_mA", "until_time_s", "until_voltage_V"),
          "constant_voltage",
              List.of("voltage_V", "until_time_s", "until_rate_C", "until_current_mA"),
          "impedance_spectroscopy",
              List.of(
                  "amplitude_V",
                  "amplitude_mA",
                  "start_frequency_Hz",
                  "end_frequency_Hz",
                  "points_per_decade",
                  "measures_per_point",
                  "drift_correction"),
          "voltage_scan", List.of("start_voltage_V", "end_voltage_V", "scan_rate_mV_per_s"),
          "tag", List.of("tag"),
          "loop", List.of("loop_to", "cycle_count"));

  private final List<Step> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Integer> tags = new HashMap<>();
  private final List<int[]> loops = new ArrayList<>();
  private OptionalDouble period = OptionalDouble.empty();

  private Unicycler() {}

  /** See {@link Experiment#fromUnicycler}. */
  public static Experiment read(InputStream in, String name) {
    try {
      return new Unicycler().protocol(Json.object(in));
    } catch (CellwrightException e) {
      throw e.at(name);
    }
  }

  private Experiment protocol(ObjectNode root) {
    names(root, "$", List.of("unicycler", "sample", "record", "safety", "method"));
    JsonNode recorded = root.path("record");
    names(recorded, "$.record", List.of("time_s", "voltage_V", "current_mA"));
    period = OptionalDouble.of(positive(recorded, "time_s", "$.record"));
    JsonNode method = root.path("method");
    if (!method.isArray() || method.isEmpty()) {
      throw refused("the list of steps is missing", "$.method", "Give at least one step.");
    }
    int[] startOf = new int[method.size()];
    for (int i = 0; i < method.size(); i++) {
      startOf[i] = steps.size();
      String path = "$.method[" + i + "]";
      JsonNode step = method.get(i);
      String kind = step.path("step").asText();
      if (!STEPS.containsKey(kind)) {
        throw refused(
            "unknown step '" + kind + "'",
            path + ".step",
            NearestName.hint(kind, STEPS.keySet().stream().sorted().toList()));
      }
      List<String> valid = new ArrayList<>(List.of("step", "id"));
      valid.addAll(STEPS.getOrDefault(kind, List.of()));
      names(step, path, valid);
      add(kind, step, path, i, startOf);
      requireRoom(steps.size(), path);
    }
    return new Experiment(steps, safety(root.path("safety")), notes);
  }

  private void add(String kind, JsonNode step, String path, int index, int[] startOf) {
    switch (kind) {
      case "open_circuit_voltage" ->
          add(
              new Control.Rest(),
              List.of(new Ending.AfterTime(positive(step, "until_time_s", path))),
              step);
      case "constant_current" -> add(current(step, path), currentEndings(step, path), step);
      case "constant_voltage" -> {
        OptionalDouble volt = number(step, "voltage_V", path);
        if (volt.isEmpty()) {
          throw refused("the voltage is missing", path + ".voltage_V", "Give it in volts.");
        }
        add(new Control.Voltage(volt.getAsDouble()), voltageEndings(step, path), step);
      }
      case "voltage_scan" -> scan(step, path);
      case "impedance_spectroscopy" ->
          notes.add(
              path
                  + ": impedance_spectroscopy is left out of the simulation in time;"
                  + " the command eis computes spectra");
      case "tag" -> {
        if (tags.putIfAbsent(step.path("tag").asText(), index) != null) {
          throw refused("the tag stands twice", path + ".tag", "Give each tag its own name.");
        }
      }
      case "loop" -> loop(step, path, index, startOf);
      default -> throw new IllegalStateException(kind);
    }
  }

  private void add(Control control, List<Ending> endings, JsonNode step) {
    steps.add(new Step(control, endings, period, step.toString()));
  }

  private static Control current(JsonNode step, String path) {
    OptionalDouble rate = rate(step, "rate_C", path);
    if (rate.isPresent()) {
      return new Control.CRate(rate.getAsDouble());
    }
    OptionalDouble current = set(number(step, "current_mA", path));
    if (current.isEmpty()) {
      throw refused("no current is given", path, "Give rate_C or current_mA, not zero.");
    }
    return new Control.Current(current.getAsDouble() / 1000);
  }

  private static List<Ending> currentEndings(JsonNode step, String path) {
    List<Ending> endings = new ArrayList<>();
    set(number(step, "until_voltage_V", path)).ifPresent(v -> endings.add(new Ending.AtVoltage(v)));
    time(step, path, endings);
    return required(endings, path, "Give until_voltage_V or until_time_s, not zero.");
  }

  private static List<Ending> voltageEndings(JsonNode step, String path) {
    List<Ending> endings = new ArrayList<>();
    OptionalDouble rate = rate(step, "until_rate_C", path);
    if (rate.isPresent()) {
      endings.add(new Ending.AtCRate(Math.abs(rate.getAsDouble())));
    } else {
      set(number(step, "until_current_mA", path))
          .ifPresent(i -> endings.add(new Ending.AtCurrent(Math.abs(i) / 1000)));
    }
    time(step, path, endings);
    return required(
        endings, path, "Give until_rate_C, until_current_mA or until_time_s, not zero.");
  }

  private static void time(JsonNode step, String path, List<Ending> endings) {
    if (set(number(step, "until_time_s", path)).isPresent()) {
      endings.add(new Ending.AfterTime(positive(step, "until_time_s", path)));
    }
  }

  private static List<Ending> required(List<Ending> endings, String path, String hint) {
    if (endings.isEmpty()) {
      throw refused("the step has no end", path, hint);
    }
    return endings;
  }

  private void scan(JsonNode step, String path) {
    double from = number(step, "start_voltage_V", path).orElse(Double.NaN);
    double to = number(step, "end_voltage_V", path).orElse(Double.NaN);
    double seconds = Math.abs(to - from) * 1000 / positive(step, "scan_rate_mV_per_s", path);
    if (!(seconds > 0)) {
      throw refused("the scan has no start, no end, or both are equal", path, "Give both in V.");
    }
    add(
        new Control.Profile(
            Control.Profile.Kind.VOLTAGE_VOLT, new double[] {0, seconds}, new double[] {from, to}),
        List.of(new Ending.AfterTime(seconds)),
        step);
  }

  /** Repeats what was written out since the target; loops nest but never cross. */
  private void loop(JsonNode step, String path, int index, int[] startOf) {
    JsonNode to = step.path("loop_to");
    Integer target = to.isTextual() ? tags.get(to.textValue()) : Integer.valueOf(to.asInt(1) - 1);
    if (target == null || target < 0 || target >= index) {
      throw refused(
          "the loop goes to " + to + ", which is not a step before it",
          path + ".loop_to",
          "Name a tag or the number of a step above.");
    }
    for (int[] other : loops) {
      if (other[0] < target && target <= other[1]) {
        throw refused("the loop begins inside of another", path + ".loop_to", "Nest the loops.");
      }
    }
    loops.add(new int[] {target, index});
    double passes = positive(step, "cycle_count", path);
    if (passes != Math.rint(passes)) {
      throw refused("cycle_count is not whole", path + ".cycle_count", "Give a whole number.");
    }
    List<Step> body = List.copyOf(steps.subList(startOf[target], steps.size()));
    requireRoom(steps.size() + body.size() * (passes - 1), path + ".cycle_count");
    for (int pass = 1; pass < passes && !body.isEmpty(); pass++) {
      steps.addAll(body);
    }
  }

  private static void requireRoom(double size, String path) {
    if (size > Experiment.MAX_STEPS) {
      throw refused(
          "the protocol has more than " + Experiment.MAX_STEPS + " steps once written out",
          path,
          "Repeat fewer times.");
    }
  }

  private static Experiment.Safety safety(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Experiment.Safety.NONE;
    }
    String path = "$.safety";
    names(
        node,
        path,
        List.of(
            "max_voltage_V",
            "min_voltage_V",
            "max_current_mA",
            "min_current_mA",
            "max_capacity_mAh",
            "delay_s"));
    return new Experiment.Safety(
        number(node, "max_voltage_V", path),
        number(node, "min_voltage_V", path),
        thousandth(number(node, "max_current_mA", path)),
        thousandth(number(node, "min_current_mA", path)),
        thousandth(number(node, "max_capacity_mAh", path)),
        number(node, "delay_s", path));
  }

  private static OptionalDouble thousandth(OptionalDouble value) {
    return value.isPresent() ? OptionalDouble.of(value.getAsDouble() / 1000) : value;
  }

  private static void names(JsonNode node, String path, List<String> valid) {
    if (!node.isObject()) {
      throw refused("an object is needed, not " + node, path, "Write {…}.");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!valid.contains(entry.getKey())) {
        throw refused(
            "unknown field '" + entry.getKey() + "'",
            path + "." + entry.getKey(),
            NearestName.hint(entry.getKey(), valid));
      }
    }
  }

  /** The protocol counts a limit of 0 as not set. */
  private static OptionalDouble set(OptionalDouble value) {
    return value.isPresent() && value.getAsDouble() == 0 ? OptionalDouble.empty() : value;
  }

  private static double positive(JsonNode node, String field, String path) {
    OptionalDouble value = number(node, field, path);
    if (value.isEmpty() || value.getAsDouble() <= 0) {
      throw refused(
          "'" + field + "' must be given and greater than 0", path + "." + field, "Check it.");
    }
    return value.getAsDouble();
  }

  /** A number, or a number in quotation marks; null and "" are absent. */
  private static OptionalDouble number(JsonNode node, String field, String path) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull() || value.asText().isBlank()) {
      return OptionalDouble.empty();
    }
    try {
      double parsed = value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText());
      if (Double.isFinite(parsed) && (value.isNumber() || value.isTextual())) {
        return OptionalDouble.of(parsed);
      }
    } catch (NumberFormatException e) {
      // refused below, like every other value that is no number
    }
    throw refused("a number is needed, not " + value, path + "." + field, "Give a number.");
  }

  /** A multiple of the capacity an hour: 0.5, "C/3", "2C/3", "1/5"; D for C discharges. */
  private static OptionalDouble rate(JsonNode node, String field, String path) {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.asText().isBlank()) {
      return set(number(node, field, path));
    }
    Matcher matcher = RATE.matcher(value.textValue());
    try {
      if (matcher.matches()) {
        double over = matcher.group(2).isEmpty() ? 1 : Double.parseDouble(matcher.group(2));
        double under = matcher.group(4) == null ? 1 : Double.parseDouble(matcher.group(4));
        int sign = (matcher.group(1).isEmpty() ? 1 : -1) * (matcher.group(3).equals("D") ? -1 : 1);
        if (under > 0) {
          return set(OptionalDouble.of(sign * over / under));
        }
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw refused("a C-rate is needed, not " + value, path + "." + field, "Write 0.5 or \"C/3\".");
  }

  private static CellwrightException refused(String what, String where, String hint) {
    return CellwrightException.refused(what, where, hint);
  }
}
