package org.cellwright.science.cell.bpx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Electrolyte;
import org.cellwright.science.cell.Separator;
import org.cellwright.science.cell.State;
import org.cellwright.science.cell.UserDefined;

/**
 * Strict reading of BPX 0.x and 1.x.
 *
 * <p>Versions before 1.0 hold the temperatures of the start in the section Cell and the initial
 * concentration in the section Electrolyte; both go into {@link State}. What such a file does not
 * say (the initial state of charge) stays unsaid. Its lumped thermal conductivity, which BPX 1 does
 * not know, moves to the user-defined values.
 */
public final class BpxReader {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.\\d{1,4})?");
  private static final int MAJOR = 1;
  private static final int MINOR = 1;

  private static final List<String> CELL_FIELDS =
      Fields.names(
          BpxKey.ELECTRODE_AREA,
          BpxKey.EXTERNAL_AREA,
          BpxKey.VOLUME,
          BpxKey.ELECTRODE_PAIRS,
          BpxKey.LOWER_CUT_OFF,
          BpxKey.UPPER_CUT_OFF,
          BpxKey.NOMINAL_CAPACITY,
          BpxKey.REFERENCE_TEMPERATURE,
          BpxKey.DENSITY,
          BpxKey.SPECIFIC_HEAT);
  private static final List<String> CELL_FIELDS_V0 =
      Fields.names(
          CELL_FIELDS,
          BpxKey.AMBIENT_TEMPERATURE,
          BpxKey.INITIAL_TEMPERATURE,
          BpxKey.THERMAL_CONDUCTIVITY);
  private static final List<String> ELECTROLYTE_FIELDS =
      Fields.names(
          BpxKey.TRANSFERENCE_NUMBER,
          BpxKey.DIFFUSIVITY,
          BpxKey.DIFFUSIVITY_ACTIVATION,
          BpxKey.CONDUCTIVITY,
          BpxKey.CONDUCTIVITY_ACTIVATION);

  private final Fields parameters;
  private final Fields root;
  private final boolean legacy;
  private final List<String> notes;

  private BpxReader(ObjectNode json, List<String> notes) {
    this.notes = new ArrayList<>(notes);
    // The version decides which fields are valid, so it is read before they are checked.
    Fields unchecked = Fields.anyNames(json, "$");
    JsonNode header = unchecked.required(BpxKey.HEADER);
    this.legacy =
        isLegacy(
            Fields.anyNames(header, unchecked.path(BpxKey.HEADER)).required(BpxKey.BPX),
            this.notes);
    List<String> sections = Fields.names(BpxKey.HEADER, BpxKey.PARAMETERISATION, BpxKey.VALIDATION);
    if (legacy && json.has(BpxKey.STATE)) {
      throw CellwrightException.refused(
          "a file of BPX " + header.path(BpxKey.BPX).asText() + " has a section 'State'",
          "$." + BpxKey.STATE,
          "Maybe it was written for BPX 1.0 or later and Header.BPX is out of date.");
    }
    this.root = Fields.of(json, "$", legacy ? sections : Fields.names(sections, BpxKey.STATE));
    this.parameters =
        Fields.of(
            root.required(BpxKey.PARAMETERISATION),
            root.path(BpxKey.PARAMETERISATION),
            Fields.names(
                BpxKey.CELL,
                BpxKey.ELECTROLYTE,
                BpxKey.NEGATIVE_ELECTRODE,
                BpxKey.POSITIVE_ELECTRODE,
                BpxKey.SEPARATOR,
                BpxKey.USER_DEFINED));
  }

  /** See {@link Bpx#read}. */
  public static Bpx read(InputStream in, String name) {
    try {
      return read(Json.object(in), List.of());
    } catch (CellwrightException e) {
      throw e.at(name);
    }
  }

  static Bpx read(ObjectNode json, List<String> notes) {
    return new BpxReader(json, notes).bpx();
  }

  private Bpx bpx() {
    Bpx.Header header = header();
    boolean porous = header.model() != Bpx.Model.SPM;
    boolean partial = header.model() == Bpx.Model.PARTIAL;
    for (String section :
        List.of(BpxKey.CELL, BpxKey.NEGATIVE_ELECTRODE, BpxKey.POSITIVE_ELECTRODE)) {
      parameters.required(section);
    }
    boolean full = parameters.has(BpxKey.ELECTROLYTE) || parameters.has(BpxKey.SEPARATOR);
    if (!porous && full) {
      if (!legacy) {
        throw CellwrightException.refused(
            "the header says SPM, but electrolyte or separator are given",
            "$." + BpxKey.HEADER + "." + BpxKey.MODEL,
            "Set Model to DFN, or remove what single-particle models do not have.");
      }
      notes.add("the header says SPM, but the parameter set is complete for DFN and read as such");
      header =
          new Bpx.Header(header.title(), header.description(), header.references(), Bpx.Model.DFN);
      porous = true;
    }
    Fields cell =
        Fields.of(
            parameters.required(BpxKey.CELL),
            parameters.path(BpxKey.CELL),
            legacy ? CELL_FIELDS_V0 : CELL_FIELDS);
    Optional<Fields> electrolyte = section(BpxKey.ELECTROLYTE, porous && !partial);
    Optional<Fields> separator = section(BpxKey.SEPARATOR, porous && !partial);
    Electrode negative = electrode(BpxKey.NEGATIVE_ELECTRODE, porous, partial);
    Electrode positive = electrode(BpxKey.POSITIVE_ELECTRODE, porous, partial);
    Bpx.Header finalHeader = header;
    return Fields.at(
        "$",
        () ->
            new Bpx(
                finalHeader,
                cell(cell),
                electrolyte.map(BpxReader::electrolyte),
                negative,
                positive,
                separator.map(BpxReader::separator),
                userDefined(cell),
                legacy
                    ? legacyState(cell, electrolyte)
                    : StateReader.read(root, negative, positive),
                validation(),
                notes));
  }

  private static boolean isLegacy(JsonNode version, List<String> notes) {
    String where = "$." + BpxKey.HEADER + "." + BpxKey.BPX;
    String written =
        version.isNumber() && version.isIntegralNumber() ? version + ".0" : version.asText();
    Matcher matcher = VERSION.matcher(written);
    if (!(version.isNumber() || version.isTextual()) || !matcher.matches()) {
      throw CellwrightException.refused(
          "the version of BPX is " + BpxValues.shown(version),
          where,
          "Write for example \"1.1.0\".");
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    if (major > MAJOR || (major == MAJOR && minor > MINOR)) {
      throw CellwrightException.refused(
          "BPX "
              + written
              + " is newer than "
              + MAJOR
              + "."
              + MINOR
              + ", the newest understood here",
          where,
          "Maybe a newer Cellwright reads it; otherwise save it as BPX 1.1.");
    }
    if (major == 0 && minor < 3) {
      notes.add(
          "the file says BPX "
              + written
              + "; BPX 0.3 added a factor of two to the interfacial current, which is applied here:"
              + " reaction rate constants are taken as they stand");
    }
    return major == 0;
  }

  private Bpx.Header header() {
    Fields header =
        Fields.of(
            root.required(BpxKey.HEADER),
            root.path(BpxKey.HEADER),
            Fields.names(
                BpxKey.BPX, BpxKey.TITLE, BpxKey.DESCRIPTION, BpxKey.REFERENCES, BpxKey.MODEL));
    header.required(BpxKey.BPX);
    header.required(BpxKey.MODEL);
    String written = header.optionalText(BpxKey.MODEL).orElseThrow();
    List<String> valid = new ArrayList<>();
    for (Bpx.Model model : Bpx.Model.values()) {
      valid.add(model.spelling());
      if (model.spelling().equals(written)) {
        return new Bpx.Header(
            header.optionalText(BpxKey.TITLE),
            header.optionalText(BpxKey.DESCRIPTION),
            header.optionalText(BpxKey.REFERENCES),
            model);
      }
    }
    throw CellwrightException.refused(
        "unknown model '" + written + "'",
        header.path(BpxKey.MODEL),
        NearestName.hint(written, valid));
  }

  private Optional<Fields> section(String name, boolean required) {
    if (!required && !parameters.has(name)) {
      return Optional.empty();
    }
    List<String> valid =
        name.equals(BpxKey.SEPARATOR)
            ? Fields.names(BpxKey.THICKNESS, BpxKey.POROSITY, BpxKey.TRANSPORT_EFFICIENCY)
            : legacy
                ? Fields.names(ELECTROLYTE_FIELDS, BpxKey.INITIAL_CONCENTRATION_V0)
                : ELECTROLYTE_FIELDS;
    return Optional.of(Fields.of(parameters.required(name), parameters.path(name), valid));
  }

  private Electrode electrode(String name, boolean porous, boolean partial) {
    return ElectrodeReader.read(parameters.required(name), parameters.path(name), porous, partial);
  }

  private static Bpx.Cell cell(Fields cell) {
    return cell.build(() ->
        new Bpx.Cell(
            cell.number(BpxKey.ELECTRODE_AREA),
            cell.optionalNumber(BpxKey.EXTERNAL_AREA),
            cell.optionalNumber(BpxKey.VOLUME),
            cell.integer(BpxKey.ELECTRODE_PAIRS),
            cell.number(BpxKey.LOWER_CUT_OFF),
            cell.number(BpxKey.UPPER_CUT_OFF),
            cell.number(BpxKey.NOMINAL_CAPACITY),
            cell.optionalNumber(BpxKey.REFERENCE_TEMPERATURE),
            cell.optionalNumber(BpxKey.DENSITY),
            cell.optionalNumber(BpxKey.SPECIFIC_HEAT)));
  }

  private static Electrolyte electrolyte(Fields fields) {
    return fields.build(() ->
        new Electrolyte(
            fields.number(BpxKey.TRANSFERENCE_NUMBER),
            fields.function(BpxKey.DIFFUSIVITY),
            fields.optionalNumber(BpxKey.DIFFUSIVITY_ACTIVATION),
            fields.function(BpxKey.CONDUCTIVITY),
            fields.optionalNumber(BpxKey.CONDUCTIVITY_ACTIVATION)));
  }

  private static Separator separator(Fields fields) {
    return fields.build(() ->
        new Separator(
            fields.number(BpxKey.THICKNESS),
            fields.number(BpxKey.POROSITY),
            fields.number(BpxKey.TRANSPORT_EFFICIENCY)));
  }

  private UserDefined userDefined(Fields cell) {
    ObjectNode json = BpxValues.emptyObject();
    parameters
        .optional(BpxKey.USER_DEFINED)
        .ifPresent(given -> {
          String path = parameters.path(BpxKey.USER_DEFINED);
          BpxValues.requireUserDefined(given, path);
          json.setAll((ObjectNode) given);
        });
    if (legacy) {
      cell.optionalNumber(BpxKey.THERMAL_CONDUCTIVITY)
          .ifPresent(value -> json.put(BpxKey.THERMAL_CONDUCTIVITY, value));
    }
    return UserDefined.of(json);
  }

  private static State legacyState(Fields cell, Optional<Fields> electrolyte) {
    State temperatures =
        cell.build(() ->
            new State(
                OptionalDouble.empty(),
                cell.optionalNumber(BpxKey.INITIAL_TEMPERATURE),
                OptionalDouble.empty(),
                List.of(),
                List.of(),
                cell.optionalNumber(BpxKey.AMBIENT_TEMPERATURE),
                OptionalDouble.empty(),
                Optional.empty()));
    if (electrolyte.isEmpty()) {
      return temperatures;
    }
    Fields fields = electrolyte.get();
    OptionalDouble concentration = fields.optionalNumber(BpxKey.INITIAL_CONCENTRATION_V0);
    if (concentration.isPresent() && concentration.getAsDouble() <= 0) {
      throw CellwrightException.refused(
          BpxKey.INITIAL_CONCENTRATION_V0
              + " = "
              + concentration.getAsDouble()
              + " is not positive",
          fields.path(BpxKey.INITIAL_CONCENTRATION_V0),
          "Give a number greater than 0.");
    }
    return new State(
        OptionalDouble.empty(),
        temperatures.temperature(),
        concentration,
        List.of(),
        List.of(),
        temperatures.ambientTemperature(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  private Map<String, Bpx.Validation> validation() {
    Map<String, Bpx.Validation> curves = new LinkedHashMap<>();
    Optional<JsonNode> given = root.optional(BpxKey.VALIDATION);
    if (given.isEmpty()) {
      return curves;
    }
    Fields named = Fields.anyNames(given.get(), root.path(BpxKey.VALIDATION));
    for (String name : named.names()) {
      Fields curve =
          Fields.of(
              named.required(name),
              named.path(name),
              Fields.names(BpxKey.TIME, BpxKey.CURRENT, BpxKey.VOLTAGE, BpxKey.TEMPERATURE));
      curves.put(
          name,
          curve.build(() ->
              new Bpx.Validation(
                  curve.list(BpxKey.TIME),
                  curve.list(BpxKey.CURRENT),
                  curve.list(BpxKey.VOLTAGE),
                  curve.has(BpxKey.TEMPERATURE)
                      ? Optional.of(curve.list(BpxKey.TEMPERATURE))
                      : Optional.empty())));
    }
    return curves;
  }
}
