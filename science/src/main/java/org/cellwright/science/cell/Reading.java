package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.science.cell.bpx.BpxKey;
import org.cellwright.science.cell.continuum.Fields;

/**
 * What a cell shows besides its voltage: a quantity computed from its state where points are
 * recorded, never an unknown of the model. The unit stands last in the {@link #word}. The stress in
 * a blend is one for each of its materials, whose name comes before the unit: {@code
 * negative_surface_stress_silicon_megapascal}.
 */
public enum Reading {
  /** Between the electrodes if both came to rest at the stoichiometry they have on average. */
  OPEN_CIRCUIT_VOLTAGE_VOLT,
  /** Of the negative electrode, 0 to 1 between the stoichiometry limits of the cell file. */
  STATE_OF_CHARGE,
  /** Of the negative terminal against lithium in the middle of the separator. */
  NEGATIVE_POTENTIAL_VOLT,
  /** Of the positive terminal against lithium in the middle of the separator. */
  POSITIVE_POTENTIAL_VOLT,
  /** Where the cell is cooled; the cell's temperature unless the thermal model is a slab. */
  SURFACE_TEMPERATURE_CELSIUS,
  /** In the middle of the cell; the cell's temperature unless the thermal model is a slab. */
  CORE_TEMPERATURE_CELSIUS,
  /** Tangential, mean over the particles, tension positive. */
  NEGATIVE_SURFACE_STRESS_MEGAPASCAL,
  /** Radial at the centre, mean over the particles, tension positive. */
  NEGATIVE_CENTRE_STRESS_MEGAPASCAL,
  /** Tangential, mean over the particles, tension positive. */
  POSITIVE_SURFACE_STRESS_MEGAPASCAL,
  /** Radial at the centre, mean over the particles, tension positive. */
  POSITIVE_CENTRE_STRESS_MEGAPASCAL,
  /** Since the start, of a cell that is free to swell. */
  CELL_THICKNESS_CHANGE_MICROMETRE;

  /** The user-defined group of a cell file that stress and thickness follow from. */
  static final String MECHANICS = "Mechanics";

  private static final double MEGA = 1e6;
  private static final double CELSIUS_ZERO = 273.15;

  /** As columns name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * From its {@link #word}.
   *
   * @throws CellwrightException REFUSED if there is no such reading
   */
  public static Reading parse(String word) {
    List<String> words = new ArrayList<>();
    for (Reading reading : values()) {
      if (reading.word().equals(word)) {
        return reading;
      }
      words.add(reading.word());
    }
    throw CellwrightException.refused(
        "there is no reading '%s'".formatted(word), "--readings", NearestName.hint(word, words));
  }

  /**
   * From words with commas between them; {@code all} is {@link #allOf}.
   *
   * @throws CellwrightException REFUSED if there is no such reading
   */
  public static Set<Reading> parse(String words, Bpx cell, Optional<HalfCell> working) {
    if (words.strip().equals("all")) {
      return working.map(half -> allOf(cell, half)).orElseGet(() -> allOf(cell));
    }
    Set<Reading> readings = EnumSet.noneOf(Reading.class);
    for (String word : words.split(",", -1)) {
      readings.add(parse(word.strip()));
    }
    return readings;
  }

  /** Every reading that the file of a cell says enough for. */
  public static Set<Reading> allOf(Bpx cell) {
    Set<Reading> all = EnumSet.allOf(Reading.class);
    all.removeIf(reading -> !reading.lacks(cell).isEmpty());
    return all;
  }

  /** The same of a half cell. */
  public static Set<Reading> allOf(Bpx cell, HalfCell working) {
    Set<Reading> all = allOf(cell);
    all.removeIf(reading -> !reading.isIn(working));
    return all;
  }

  /** Whether it needs no figures that lithium metal has not. */
  private boolean isIn(HalfCell working) {
    return switch (this) {
      case NEGATIVE_SURFACE_STRESS_MEGAPASCAL, NEGATIVE_CENTRE_STRESS_MEGAPASCAL ->
          working == HalfCell.NEGATIVE;
      case POSITIVE_SURFACE_STRESS_MEGAPASCAL, POSITIVE_CENTRE_STRESS_MEGAPASCAL ->
          working == HalfCell.POSITIVE;
      case CELL_THICKNESS_CHANGE_MICROMETRE -> false;
      default -> true;
    };
  }

  /** Refuses what a half cell has not. */
  void requireIn(HalfCell working) {
    if (!isIn(working)) {
      throw CellwrightException.refused(
          "a half cell of the %s electrode has no %s"
              .formatted(working.name().toLowerCase(Locale.ROOT), word()),
          "--readings",
          "Leave the reading out.");
    }
  }

  /** The fields among the mechanics that a cell file needs for it and does not have. */
  public List<String> lacks(Bpx cell) {
    return mechanics().stream().flatMap(field -> missing(cell, field)).toList();
  }

  /** Of a blend what is missing of each material, as a path in the group. */
  private static Stream<String> missing(Bpx cell, String field) {
    UserDefined values = cell.userDefined();
    boolean ofNegative = field.startsWith(BpxKey.NEGATIVE_ELECTRODE);
    if (!ofNegative && !field.startsWith(BpxKey.POSITIVE_ELECTRODE)) {
      return values.has(MECHANICS, field) ? Stream.of() : Stream.of(field);
    }
    Electrode electrode = ofNegative ? cell.negativeElectrode() : cell.positiveElectrode();
    Stream<String[]> paths =
        electrode.particles().stream()
            .map(material -> values.pathOf(material, electrode, MECHANICS, field));
    return paths
        .filter(path -> !values.has(path))
        .map(path -> String.join("/", List.of(path).subList(1, path.length)));
  }

  /** What it needs to know of the mechanics of a cell. */
  private List<String> mechanics() {
    return switch (this) {
      case NEGATIVE_SURFACE_STRESS_MEGAPASCAL, NEGATIVE_CENTRE_STRESS_MEGAPASCAL ->
          Elasticity.fields(BpxKey.NEGATIVE_ELECTRODE);
      case POSITIVE_SURFACE_STRESS_MEGAPASCAL, POSITIVE_CENTRE_STRESS_MEGAPASCAL ->
          Elasticity.fields(BpxKey.POSITIVE_ELECTRODE);
      case CELL_THICKNESS_CHANGE_MICROMETRE -> Swelling.FIELDS;
      default -> List.of();
    };
  }

  /** Refuses a cell whose file lacks what the reading needs, naming the fields. */
  void require(Bpx cell) {
    List<String> lacking = lacks(cell);
    if (!lacking.isEmpty()) {
      throw CellwrightException.refused(
          "the cell file does not say '%s', which %s needs"
              .formatted(String.join("', '", lacking), word()),
          "$." + BpxKey.PARAMETERISATION + "." + BpxKey.USER_DEFINED + "." + MECHANICS,
          "Add it to the group '%s' under '%s' or with --set, or leave the reading out."
              .formatted(MECHANICS, BpxKey.USER_DEFINED));
    }
  }

  /** What computes it for a cell that starts from {@code start}, by the name of the column. */
  SequencedMap<String, ToDoubleFunction<Fields>> of(Bpx cell, Fields start) {
    require(cell);
    SequencedMap<String, ToDoubleFunction<Fields>> columns = new LinkedHashMap<>();
    switch (this) {
      case NEGATIVE_SURFACE_STRESS_MEGAPASCAL ->
          stresses(cell, columns, (e, at) -> e.atSurface(working(at)));
      case NEGATIVE_CENTRE_STRESS_MEGAPASCAL ->
          stresses(cell, columns, (e, at) -> e.atCentre(working(at)));
      case POSITIVE_SURFACE_STRESS_MEGAPASCAL ->
          stresses(cell, columns, (e, at) -> e.atSurface(at.positive()));
      case POSITIVE_CENTRE_STRESS_MEGAPASCAL ->
          stresses(cell, columns, (e, at) -> e.atCentre(at.positive()));
      default -> columns.put(word(), ofCell(cell, start));
    }
    return columns;
  }

  private interface Stress {
    double of(Elasticity elasticity, Fields at);
  }

  /** One column for each material of the electrode. */
  private void stresses(
      Bpx cell, SequencedMap<String, ToDoubleFunction<Fields>> columns, Stress stress) {
    boolean ofNegative = word().startsWith("negative");
    Electrode electrode = ofNegative ? cell.negativeElectrode() : cell.positiveElectrode();
    String section = ofNegative ? BpxKey.NEGATIVE_ELECTRODE : BpxKey.POSITIVE_ELECTRODE;
    for (int k = 0; k < electrode.particles().size(); k++) {
      Elasticity elasticity = Elasticity.of(cell.userDefined(), section, electrode, k);
      String column = word();
      if (electrode.particles().size() > 1) {
        String material = electrode.particles().get(k).name();
        int unit = column.lastIndexOf('_');
        column = column.substring(0, unit + 1) + plain(material) + column.substring(unit);
        if (columns.containsKey(column)) {
          throw CellwrightException.refused(
              "two active materials make one column, " + column,
              BpxKey.PARTICLE,
              "Give them names that differ in letters or digits.");
        }
      }
      columns.put(column, at -> stress.of(elasticity, at) / MEGA);
    }
  }

  /** In lower case, with one underscore for whatever is neither letter nor digit. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
  }

  private ToDoubleFunction<Fields> ofCell(Bpx cell, Fields start) {
    return switch (this) {
      case OPEN_CIRCUIT_VOLTAGE_VOLT ->
          at -> at.positive().openCircuitPotential() - at.negative().openCircuitPotential();
      case STATE_OF_CHARGE -> stateOfCharge(cell, start.negative().isLithium());
      case NEGATIVE_POTENTIAL_VOLT -> at -> at.negative().foilPotential();
      case POSITIVE_POTENTIAL_VOLT -> at -> at.positive().foilPotential();
      case SURFACE_TEMPERATURE_CELSIUS -> at -> at.surfaceTemperature() - CELSIUS_ZERO;
      case CORE_TEMPERATURE_CELSIUS -> at -> at.coreTemperature() - CELSIUS_ZERO;
      case CELL_THICKNESS_CHANGE_MICROMETRE -> {
        Swelling swelling = new Swelling(cell, start);
        yield at -> swelling.since(at) * MEGA;
      }
      default -> throw new IllegalStateException(word() + " is of a material, not of the cell");
    };
  }

  /** The negative electrode, which in a half cell of it stands in the place of the positive. */
  private static Fields.Electrode working(Fields at) {
    return at.negative().isLithium() ? at.positive() : at.negative();
  }

  /** Of the lithium between both ends of the windows; in a half cell the other way round. */
  private static ToDoubleFunction<Fields> stateOfCharge(Bpx cell, boolean half) {
    Electrode electrode = half ? cell.positiveElectrode() : cell.negativeElectrode();
    double least = mean(electrode, Particle::minimumStoichiometry);
    double most = mean(electrode, Particle::maximumStoichiometry);
    return half
        ? at -> (most - at.positive().stoichiometry()) / (most - least)
        : at -> (at.negative().stoichiometry() - least) / (most - least);
  }

  /** Over the active materials, each by what it can hold. */
  private static double mean(Electrode electrode, ToDoubleFunction<Particle> value) {
    double sum = 0;
    double held = 0;
    for (Particle particle : electrode.particles()) {
      double capacity = particle.activeFraction() * particle.maximumConcentration();
      sum += capacity * value.applyAsDouble(particle);
      held += capacity;
    }
    return sum / held;
  }
}
