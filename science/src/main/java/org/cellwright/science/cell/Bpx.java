package org.cellwright.science.cell;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.bpx.BpxKey;
import org.cellwright.science.cell.bpx.BpxReader;
import org.cellwright.science.cell.bpx.BpxWriter;
import org.cellwright.science.cell.bpx.PathSetting;

/**
 * One parameterised cell: a Battery Parameter eXchange file, read strictly and always written as
 * BPX 1.1. Everything is in SI units but the nominal capacity, which is in A·h.
 *
 * @param header what the file says about itself
 * @param cell the cell as a whole
 * @param electrolyteIfAny absent in single-particle parameter sets; else {@link #electrolyte()}
 * @param negativeElectrode the electrode at the lower potential
 * @param positiveElectrode the electrode at the higher potential
 * @param separatorIfAny absent in single-particle parameter sets; else {@link #separator()}
 * @param userDefined what stands beyond the standard
 * @param state where the cell starts
 * @param validation measured curves by name, in the order of the file
 * @param notes what the reader wants known about the conversion from an older version
 */
public record Bpx(
    Header header,
    Cell cell,
    Optional<Electrolyte> electrolyteIfAny,
    Electrode negativeElectrode,
    Electrode positiveElectrode,
    Optional<Separator> separatorIfAny,
    UserDefined userDefined,
    State state,
    Map<String, Validation> validation,
    List<String> notes) {

  public Bpx {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    notes = List.copyOf(notes);
    if (negativeElectrode.pores().isPresent() != positiveElectrode.pores().isPresent()) {
      throw CellwrightException.refused(
          "only one electrode has porosity, transport efficiency and conductivity",
          BpxKey.PARAMETERISATION,
          "Give them for both electrodes, or for none (single-particle models).");
    }
    perPhase(BpxKey.INITIAL_HYSTERESIS_NEGATIVE, state.negativeHysteresis(), negativeElectrode);
    perPhase(BpxKey.INITIAL_HYSTERESIS_POSITIVE, state.positiveHysteresis(), positiveElectrode);
    if (state.degradation().isPresent()) {
      State.Degradation lost = state.degradation().get();
      perPhase(BpxKey.LAM_NEGATIVE, lost.negativeMaterial(), negativeElectrode);
      perPhase(BpxKey.LAM_POSITIVE, lost.positiveMaterial(), positiveElectrode);
    }
  }

  private static void perPhase(String field, List<Double> values, Electrode electrode) {
    if (!values.isEmpty() && values.size() != electrode.particles().size()) {
      throw CellwrightException.refused(
          "%d values for %d particle phases".formatted(values.size(), electrode.particles().size()),
          field,
          "Give one value for each phase.");
    }
  }

  /** The models that a parameter set is complete for. PARTIAL: whatever it holds. */
  public enum Model {
    SPM("SPM"),
    SPME("SPMe"),
    DFN("DFN"),
    PARTIAL("Partial");

    private final String spelling;

    Model(String spelling) {
      this.spelling = spelling;
    }

    /** As BPX writes it. */
    public String spelling() {
      return spelling;
    }
  }

  /** What the file says about itself. */
  public record Header(
      Optional<String> title,
      Optional<String> description,
      Optional<String> references,
      Model model) {}

  /**
   * The cell as a whole.
   *
   * @param electrodeArea of one pair of electrodes, m²
   * @param externalSurfaceArea m²
   * @param volume m³
   * @param electrodePairs connected in parallel, at least 1
   * @param lowerCutOff V
   * @param upperCutOff V, above the lower one
   * @param nominalCapacity of the whole cell, A·h (not SI): turns C-rates into amperes
   * @param referenceTemperature at which the properties hold, K
   * @param density of the cell, kg/m³
   * @param specificHeat of the cell, J/(kg K)
   */
  public record Cell(
      double electrodeArea,
      OptionalDouble externalSurfaceArea,
      OptionalDouble volume,
      int electrodePairs,
      double lowerCutOff,
      double upperCutOff,
      double nominalCapacity,
      OptionalDouble referenceTemperature,
      OptionalDouble density,
      OptionalDouble specificHeat) {
    public Cell {
      Check.positive(BpxKey.ELECTRODE_AREA, electrodeArea);
      Check.positive(BpxKey.EXTERNAL_AREA, externalSurfaceArea);
      Check.positive(BpxKey.VOLUME, volume);
      Check.positive(BpxKey.ELECTRODE_PAIRS, electrodePairs);
      Check.finite(BpxKey.LOWER_CUT_OFF, lowerCutOff);
      Check.finite(BpxKey.UPPER_CUT_OFF, upperCutOff);
      if (lowerCutOff >= upperCutOff) {
        throw Check.refused(
            BpxKey.LOWER_CUT_OFF,
            lowerCutOff,
            "V is not below the upper cut-off of " + upperCutOff + " V",
            "Maybe the two were swapped.");
      }
      Check.positive(BpxKey.NOMINAL_CAPACITY, nominalCapacity);
      Check.positive(BpxKey.REFERENCE_TEMPERATURE, referenceTemperature);
      Check.positive(BpxKey.DENSITY, density);
      Check.positive(BpxKey.SPECIFIC_HEAT, specificHeat);
    }
  }

  /**
   * A measured curve; all lists are of one length.
   *
   * @param time s
   * @param current A, discharge negative
   * @param voltage V
   * @param temperature K, if it was measured
   */
  public record Validation(
      List<Double> time,
      List<Double> current,
      List<Double> voltage,
      Optional<List<Double>> temperature) {
    public Validation {
      time = List.copyOf(time);
      current = List.copyOf(current);
      voltage = List.copyOf(voltage);
      temperature = temperature.map(List::copyOf);
      sameLength(BpxKey.CURRENT, current, time);
      sameLength(BpxKey.VOLTAGE, voltage, time);
      if (temperature.isPresent()) {
        sameLength(BpxKey.TEMPERATURE, temperature.get(), time);
      }
    }

    private static void sameLength(String field, List<Double> values, List<Double> time) {
      if (values.size() != time.size()) {
        throw CellwrightException.refused(
            values.size() + " values at " + time.size() + " times",
            field,
            "Give one for each time.");
      }
    }
  }

  /**
   * Reads BPX 0.x and 1.x.
   *
   * @param in JSON in UTF-8; not closed
   * @param name of the file, for messages
   * @throws CellwrightException when anything is not as the standard says; names the JSON path
   */
  public static Bpx read(InputStream in, String name) {
    return BpxReader.read(in, name);
  }

  /** As {@link #read(InputStream, String)}, for a stream without a name. */
  public static Bpx read(InputStream in) {
    return read(in, "the cell file");
  }

  /** Writes BPX 1.1 as JSON in UTF-8. Does not close {@code out}. */
  public void write(OutputStream out) {
    BpxWriter.write(this, out);
  }

  /**
   * The same cell with one field set.
   *
   * @param path names in the file separated by "/", from the section of Parameterisation on:
   *     "Negative electrode/Thickness [m]", "User-defined/…"; or from the top: "State/…"
   * @param value a number in the unit of the field, a number with a unit ("80 um"), a function
   *     string or a table as JSON
   */
  public Bpx with(String path, String value) {
    return PathSetting.apply(this, path, value);
  }

  /**
   * The cell that is left when what its state names as degradation is gone; the same cell if it
   * names none.
   *
   * <p>The parameterisation is that of the fresh cell. Each phase keeps 1 − LAM of its volume, and
   * of its surface with it: particles are lost whole. Of the lithium in the active materials 1 −
   * LLI is left; lithium in lost material counts as lost only as far as LLI says so. Both windows
   * of stoichiometries are found anew where the rest meets the open-circuit voltages of the fresh
   * window, see {@link ElectrodeBalance}. The nominal capacity, which C-rates refer to, stays.
   *
   * @throws org.cellwright.core.CellwrightException REFUSED if the rest cannot reach these voltages
   */
  public Bpx degraded() {
    return DegradedCell.of(this);
  }

  /**
   * A number with a unit, in the unit that the field of a path carries: 8e-5 for "80 um" and
   * "Negative electrode/Thickness [m]".
   */
  public static double number(String path, String value) {
    return PathSetting.number(path, value);
  }

  /** What a user should know before trusting a result: the reader's notes, then the findings. */
  public List<String> warnings() {
    List<String> all = new ArrayList<>(notes);
    all.addAll(Findings.of(this));
    return List.copyOf(all);
  }

  /** The electrolyte; refuses a parameter set for single-particle models. */
  public Electrolyte electrolyte() {
    return electrolyteIfAny.orElseThrow(() -> missing(BpxKey.ELECTROLYTE));
  }

  /** The separator; refuses a parameter set for single-particle models. */
  public Separator separator() {
    return separatorIfAny.orElseThrow(() -> missing(BpxKey.SEPARATOR));
  }

  private CellwrightException missing(String section) {
    return CellwrightException.refused(
        "the parameter set has no '"
            + section
            + "' (its header says "
            + header.model.spelling
            + ")",
        "$." + BpxKey.PARAMETERISATION + "." + section,
        "Choose --model spm, or complete the file.");
  }

  /** Reference temperature, K; refuses a file that does not say. */
  public double referenceTemperature() {
    return cell.referenceTemperature.orElseThrow(
        () -> unsaid(BpxKey.PARAMETERISATION + "." + BpxKey.CELL, BpxKey.REFERENCE_TEMPERATURE));
  }

  /** Temperature at the start, K: as stated, else the ambient, else the reference temperature. */
  public double initialTemperature() {
    return state
        .temperature()
        .orElseGet(() -> state.ambientTemperature().orElseGet(this::referenceTemperature));
  }

  /** Ambient temperature, K: as stated, else the temperature at the start. */
  public double ambientTemperature() {
    return state.ambientTemperature().orElseGet(this::initialTemperature);
  }

  /** Salt concentration at rest, mol/m³; refuses a file that does not say. */
  public double initialConcentration() {
    return state
        .electrolyteConcentration()
        .orElseThrow(() ->
            unsaid(BpxKey.STATE + "." + BpxKey.INITIAL_CONDITIONS, BpxKey.INITIAL_CONCENTRATION));
  }

  private static CellwrightException unsaid(String group, String field) {
    return CellwrightException.refused(
        "the cell file does not say '" + field + "'",
        "$." + group + "." + field,
        "Add it to the file, or set it with --set.");
  }

  public Bpx withHeader(Header header) {
    return copy(
        header, cell, negativeElectrode, positiveElectrode, separatorIfAny, userDefined, state);
  }

  public Bpx withCell(Cell cell) {
    return copy(
        header, cell, negativeElectrode, positiveElectrode, separatorIfAny, userDefined, state);
  }

  public Bpx withElectrodes(Electrode negative, Electrode positive) {
    return copy(header, cell, negative, positive, separatorIfAny, userDefined, state);
  }

  public Bpx withSeparator(Separator separator) {
    return copy(
        header,
        cell,
        negativeElectrode,
        positiveElectrode,
        Optional.of(separator),
        userDefined,
        state);
  }

  public Bpx withUserDefined(UserDefined userDefined) {
    return copy(
        header, cell, negativeElectrode, positiveElectrode, separatorIfAny, userDefined, state);
  }

  public Bpx withState(State state) {
    return copy(
        header, cell, negativeElectrode, positiveElectrode, separatorIfAny, userDefined, state);
  }

  public Bpx withNotes(List<String> notes) {
    return new Bpx(
        header,
        cell,
        electrolyteIfAny,
        negativeElectrode,
        positiveElectrode,
        separatorIfAny,
        userDefined,
        state,
        validation,
        notes);
  }

  private Bpx copy(
      Header header,
      Cell cell,
      Electrode negative,
      Electrode positive,
      Optional<Separator> separator,
      UserDefined userDefined,
      State state) {
    return new Bpx(
        header,
        cell,
        electrolyteIfAny,
        negative,
        positive,
        separator,
        userDefined,
        state,
        validation,
        notes);
  }
}
