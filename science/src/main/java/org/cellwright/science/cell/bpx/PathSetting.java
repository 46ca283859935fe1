package org.cellwright.science.cell.bpx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Particle;

/** Sets one field of a cell, given as text: "Negative electrode/Thickness [m]" to "80 um". */
public final class PathSetting {
  private PathSetting() {}

  private static final List<String> SECTIONS =
      List.of(BpxKey.HEADER, BpxKey.PARAMETERISATION, BpxKey.STATE, BpxKey.VALIDATION);
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})(?:[eE][+-]?\\d{1,4})?");
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("((?>" + NUMBER.pattern() + "))\\s*([\\p{L}µ°%Ω].*)");
  private static final Pattern UNIT_OF_KEY = Pattern.compile(".*\\[([^\\[\\]]+)]");

  /** A number as people write it has fewer digits than this; the rest is noise of conversion. */
  private static final MathContext WRITTEN_DIGITS = new MathContext(15);

  /** See {@link Bpx#with}. */
  public static Bpx apply(Bpx bpx, String path, String value) {
    String[] names = path.strip().split("/", -1);
    for (String name : names) {
      if (name.isBlank()) {
        throw CellwrightException.refused(
            "'" + path + "' is not a path of a BPX file",
            path,
            "Write for example \"Negative electrode/Thickness [m]\".");
      }
    }
    ObjectNode root = BpxWriter.json(bpx);
    ObjectNode group = root;
    if (!SECTIONS.contains(names[0].strip())) {
      group = group(group, BpxKey.PARAMETERISATION, path);
    }
    for (int i = 0; i < names.length - 1; i++) {
      group = group(group, names[i].strip(), path);
    }
    String field = names[names.length - 1].strip();
    boolean text = names[0].strip().equals(BpxKey.HEADER) || field.equals("description");
    group.set(field, text ? JsonNodeFactory.instance.textNode(value) : node(field, value, path));
    if (root.path(BpxKey.STATE).get(BpxKey.DEGRADATION) instanceof ObjectNode lost) {
      completeLosses(lost, bpx);
    }
    return BpxReader.read(root, bpx.notes());
  }

  /** See {@link Bpx#number}. */
  public static double number(String path, String value) {
    String field = path.substring(path.lastIndexOf('/') + 1).strip();
    JsonNode node = node(field, value, path);
    if (!node.isNumber()) {
      throw CellwrightException.refused("'" + value + "' is not a number", path, null);
    }
    return node.doubleValue();
  }

  /** BPX wants all losses stated; who sets one of them means that nothing else is lost. */
  private static void completeLosses(ObjectNode lost, Bpx bpx) {
    lost.putIfAbsent(BpxKey.LLI, JsonNodeFactory.instance.numberNode(0));
    completeLosses(lost, BpxKey.LAM_NEGATIVE, bpx.negativeElectrode());
    completeLosses(lost, BpxKey.LAM_POSITIVE, bpx.positiveElectrode());
  }

  private static void completeLosses(ObjectNode lost, String field, Electrode electrode) {
    if (electrode.particles().size() == 1) {
      lost.putIfAbsent(field, JsonNodeFactory.instance.numberNode(0));
    } else if (!lost.has(field) || lost.get(field).isObject()) {
      ObjectNode phases = lost.withObjectProperty(field);
      for (Particle particle : electrode.particles()) {
        phases.putIfAbsent(particle.name(), JsonNodeFactory.instance.numberNode(0));
      }
    }
  }

  private static ObjectNode group(ObjectNode parent, String name, String path) {
    JsonNode child = parent.get(name);
    if (child == null) {
      return parent.putObject(name);
    }
    if (child instanceof ObjectNode group) {
      return group;
    }
    throw CellwrightException.refused(
        "'" + name + "' is a value, not a group", path, "Shorten the path.");
  }

  private static JsonNode node(String field, String written, String path) {
    String value = written.strip();
    if (NUMBER.matcher(value).matches()) {
      return JsonNodeFactory.instance.numberNode(parsed(value, path));
    }
    if (value.startsWith("{")) {
      try {
        return Json.value(value);
      } catch (CellwrightException e) {
        throw e.at(path);
      }
    }
    Matcher matcher = NUMBER_AND_UNIT.matcher(value);
    if (matcher.matches()) {
      double given = parsed(matcher.group(1), path);
      return JsonNodeFactory.instance.numberNode(
          converted(given, matcher.group(2).strip(), field, path));
    }
    try {
      Formula.compile(value);
    } catch (CellwrightException e) {
      throw e.at(path);
    }
    return JsonNodeFactory.instance.textNode(value);
  }

  private static double parsed(String text, String path) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw CellwrightException.refused(
          text + " is too large for double precision", path, "Check its exponent.");
    }
    return value;
  }

  private static double converted(double value, String written, String field, String path) {
    Matcher bracket = UNIT_OF_KEY.matcher(field);
    String ofKey = bracket.matches() ? bracket.group(1) : "1";
    if (written.equals(ofKey)) {
      return value;
    }
    try {
      MeasurementUnit from = MeasurementUnit.parse(written);
      MeasurementUnit to = MeasurementUnit.parse(ofKey);
      if (!bracket.matches() && !from.isDimensionless()) {
        throw CellwrightException.refused(
            "a value in '" + written + "' for '" + field + "', a name without a unit",
            null,
            "Names of BPX carry their unit: 'Thickness [m]'. Pure numbers take none.");
      }
      if (!from.isCompatibleWith(to)) {
        throw CellwrightException.refused(
            "'" + written + "' cannot be converted to '" + ofKey + "', the unit of '" + field + "'",
            null,
            "Give the value in " + ofKey + " or a unit of the same kind.");
      }
      double exact = to.fromSi(from.toSi(value));
      return new BigDecimal(exact).round(WRITTEN_DIGITS).doubleValue();
    } catch (CellwrightException e) {
      throw e.at(path);
    }
  }
}
