package org.cellwright.bench.planner;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.core.Objective.Goal;

/** The sets of candidates in the folder {@code planner} of the reference data, by name. */
final class Sets {
  /** Reads one set. */
  @FunctionalInterface
  interface Reader {
    Candidates read() throws IOException;
  }

  /** The rows of {@code reference_vanilla_bo_results.json}. */
  static final List<String> FLOOR_ROWS =
      List.of(
          "attia_sim",
          "clio_aem",
          "crossed_barrel",
          "perovskites",
          "agnp",
          "p3ht",
          "thin_film",
          "autoam",
          "cofs",
          "redoxmers",
          "photo_wf3",
          "hbe",
          "direct_arylation",
          "buchwald_a",
          "suzuki_edbo");

  /** Sets whose floor is that of the same candidates by bare names. */
  static final Map<String, String> DESCRIBED =
      Map.of(
          "redoxmers, descriptors", "redoxmers",
          "mmli_opv, descriptors", "mmli_opv",
          "direct_arylation, SMILES", "direct_arylation",
          "buchwald_a, SMILES", "buchwald_a",
          "buchwald_b, SMILES", "buchwald_b",
          "buchwald_d, SMILES", "buchwald_d",
          "suzuki_edbo, SMILES", "suzuki_edbo");

  /** Reactions whose every name is a structure. */
  static final List<String> REACTIONS =
      List.of(
          "buchwald_a, SMILES", "buchwald_b, SMILES", "buchwald_d, SMILES", "suzuki_edbo, SMILES");

  /** Problems of batteries for the acceleration over random search. */
  static final List<String> BATTERY =
      List.of(
          "clio_aem",
          "attia_sim",
          "calisol",
          "redoxmers, descriptors",
          "benzothiadiazoles",
          "solid electrolytes");

  private final Path folder;
  private final SequencedMap<String, Reader> readers = new LinkedHashMap<>();

  Sets(Path folder) {
    this.folder = folder;
    readers.put("attia_sim", this::attia);
    readers.put("clio_aem", this::clio);
    readers.put("crossed_barrel", () -> olympus("crossed_barrel", "nnnn", 0, Goal.MAXIMIZE));
    // Its descriptors are the same for every option: names only.
    readers.put("perovskites", () -> olympus("perovskites", "ccc", 0, Goal.MINIMIZE));
    readers.put("agnp", () -> olympus("agnp", "nnnnn", 0, Goal.MAXIMIZE));
    readers.put("p3ht", () -> olympus("p3ht", "nnnnn", 0, Goal.MAXIMIZE));
    readers.put("thin_film", () -> olympus("thin_film", "nnn", 0, Goal.MINIMIZE));
    readers.put("autoam", () -> olympus("autoam", "nnnn", 0, Goal.MAXIMIZE));
    readers.put("cofs", () -> cofs().table());
    readers.put("redoxmers", () -> olympus("redoxmers", "cccc", 1, Goal.MINIMIZE));
    readers.put("photo_wf3", () -> olympus("photo_wf3", "nnnn", 0, Goal.MINIMIZE));
    readers.put("hbe", this::ethers);
    readers.put("direct_arylation", () -> arylation(false));
    readers.put("buchwald_a", () -> olympus("buchwald_a", "cccc", 0, Goal.MAXIMIZE));
    readers.put("suzuki_edbo", () -> olympus("suzuki_edbo", "ccccc", 0, Goal.MAXIMIZE));
    readers.put("mmli_opv", () -> olympus("mmli_opv", "cc", 0, Goal.MAXIMIZE));
    readers.put("oer_plate_3496", () -> olympus("oer_plate_3496", "nnnnnn", 0, Goal.MINIMIZE));
    readers.put(
        "redoxmers, descriptors",
        () -> redoxmers().objective("ered", Goal.MINIMIZE, data("redoxmers").numbers("5")).build());
    readers.put(
        "mmli_opv, descriptors",
        () ->
            described("mmli_opv", List.of("DB_block", "A_block"))
                .objective("overlap", Goal.MAXIMIZE, data("mmli_opv").numbers("2"))
                .build());
    readers.put("direct_arylation, SMILES", () -> arylation(true));
    readers.put("suzuki_edbo, SMILES", () -> structures("suzuki_edbo", 5));
    readers.put("buchwald_a, SMILES", () -> structures("buchwald_a", 4));
    for (String name : List.of("buchwald_b", "buchwald_d")) {
      readers.put(name, () -> olympus(name, "cccc", 0, Goal.MAXIMIZE));
      readers.put(name + ", SMILES", () -> structures(name, 4));
    }
    readers.put("calisol", this::calisol);
    readers.put("benzothiadiazoles", this::benzothiadiazoles);
    readers.put("solid electrolytes", this::solidElectrolytes);
  }

  List<String> names() {
    return List.copyOf(readers.keySet());
  }

  Path folder() {
    return folder;
  }

  Candidates read(String name) throws IOException {
    Reader reader = readers.get(name);
    if (reader == null) {
      throw new CellwrightException(
          CellwrightException.Kind.USAGE,
          "there is no set '%s'".formatted(name),
          "--sets",
          NearestName.hint(name, readers.keySet()));
    }
    return reader.read().named(name);
  }

  /** Several objectives, by name: worst values of the table are the reference. */
  SequencedMap<String, Reader> tradeOffs() {
    SequencedMap<String, Reader> sets = new LinkedHashMap<>();
    sets.put(
        "redoxmers, 3 objectives",
        () ->
            redoxmers()
                .objective("absorption", Goal.MINIMIZE, data("redoxmers").numbers("4"))
                .objective("ered", Goal.MINIMIZE, data("redoxmers").numbers("5"))
                .objective("gsol", Goal.MINIMIZE, data("redoxmers").numbers("6"))
                .build());
    sets.put(
        "dye_lasers, 3 objectives",
        () ->
            columns(Candidates.of("dye_lasers"), data("dye_lasers"), "ccc")
                .objective("peak", Goal.MAXIMIZE, data("dye_lasers").numbers("3"))
                .objective("overlap", Goal.MINIMIZE, data("dye_lasers").numbers("4"))
                .objective("fluorescence", Goal.MAXIMIZE, data("dye_lasers").numbers("5"))
                .build());
    for (String name : List.of("suzuki_ii", "suzuki_iv")) {
      sets.put(
          name + ", 2 objectives",
          () ->
              columns(Candidates.of(name), data(name), "cnnn")
                  .objective("yield", Goal.MAXIMIZE, data(name).numbers("4"))
                  .objective("turnover", Goal.MAXIMIZE, data(name).numbers("5"))
                  .build());
    }
    return sets;
  }

  private Csv data(String name) throws IOException {
    return Csv.withoutHeader(folder.resolve("olympus").resolve(name).resolve("data.csv"));
  }

  /**
   * @param kinds for each input column, n for numbers and c for names
   * @param output which of the columns after them
   */
  private Candidates olympus(String name, String kinds, int output, Goal goal) throws IOException {
    Csv data = data(name);
    return columns(Candidates.of(name), data, kinds)
        .objective("objective", goal, data.numbers(Integer.toString(kinds.length() + output)))
        .build();
  }

  private static Candidates.Builder columns(Candidates.Builder builder, Csv data, String kinds) {
    for (int i = 0; i < kinds.length(); i++) {
      String column = Integer.toString(i);
      if (kinds.charAt(i) == 'n') {
        builder.number("x" + column, data.numbers(column));
      } else {
        builder.choice("x" + column, data.texts(column));
      }
    }
    return builder;
  }

  /** Choices with the descriptors that lie beside the data: variable, option, descriptor, value. */
  private Candidates.Builder described(String name, List<String> variables) throws IOException {
    Csv table =
        Csv.withoutHeader(folder.resolve("olympus").resolve(name).resolve("descriptors.csv"));
    Csv data = data(name);
    Candidates.Builder builder = Candidates.of(name);
    for (int i = 0; i < variables.size(); i++) {
      SequencedMap<String, List<Double>> rows = new LinkedHashMap<>();
      for (List<String> line : table.rows()) {
        if (line.getFirst().equals(variables.get(i))) {
          rows.computeIfAbsent(line.get(1), _ -> new ArrayList<>()).add(Csv.number(line.get(3)));
        }
      }
      builder.choice(variables.get(i), data.texts(Integer.toString(i)), rows);
    }
    return builder;
  }

  /** The same columns, their names read as SMILES. */
  private Candidates structures(String name, int columns) throws IOException {
    Csv data = data(name);
    Candidates.Builder builder = Candidates.of(name);
    for (int i = 0; i < columns; i++) {
      List<String> texts = data.texts(Integer.toString(i));
      builder.choice("x" + i, texts, MoleculeColumns.byOption(texts));
    }
    return builder
        .objective("objective", Goal.MAXIMIZE, data.numbers(Integer.toString(columns)))
        .build();
  }

  private Candidates.Builder redoxmers() throws IOException {
    return described("redoxmers", List.of("r1_label", "r3_label", "r4_label", "r5_label"));
  }

  /** The fourth charging current follows from the first three: ten minutes in all. */
  private Candidates attia() throws IOException {
    Csv data = Csv.withoutHeader(folder.resolve("attia2020/policies_lifetimes_sim.csv"));
    return columns(Candidates.of("attia_sim"), data, "nnn")
        .objective("life", Goal.MAXIMIZE, data.numbers("4"))
        .build();
  }

  private Candidates clio() throws IOException {
    Csv data = Csv.withHeader(folder.resolve("clio/AEM_training_data.csv"));
    return Candidates.of("clio_aem")
        .number("salt", data.numbers("LiPF6_molality"))
        .number("ec", data.numbers("EC_mass_fraction"))
        .number("dmc", data.numbers("DMC_cosolvent_ratio"))
        .objective("conductivity", Goal.MAXIMIZE, data.numbers("conductivity"))
        .build();
  }

  private Candidates ethers() throws IOException {
    Csv data = Csv.withHeader(folder.resolve("cobol/HBE_oxidation_1400.csv"));
    Candidates.Builder builder = Candidates.of("hbe");
    for (String column : List.of("X", "R1", "R2", "R3", "R4", "R5")) {
      builder.choice(column, data.texts(column));
    }
    return builder.objective("potential", Goal.MAXIMIZE, data.numbers("Potential")).build();
  }

  private Candidates arylation(boolean smiles) throws IOException {
    Csv data = Csv.withHeader(folder.resolve("baybe/direct_arylation.csv"));
    Candidates.Builder builder = Candidates.of("direct_arylation");
    for (String column : List.of("Base", "Ligand", "Solvent")) {
      if (smiles) {
        List<String> texts = data.texts(column + "_SMILES");
        builder.choice(column, texts, MoleculeColumns.byOption(texts));
      } else {
        builder.choice(column, data.texts(column));
      }
    }
    return builder
        .number("concentration", data.numbers("Concentration"))
        .number("temperature", data.numbers("Temp_C"))
        .objective("yield", Goal.MAXIMIZE, data.numbers("yield"))
        .build();
  }

  /**
   * LiPF6, mol/kg, mass ratios, 20 to 30 °C: the rest mixes units. One source lies a hundredfold
   * below the others, and no conductivity is zero.
   */
  private Candidates calisol() throws IOException {
    Csv data =
        Csv.withHeader(folder.resolve("calisol23/calisol23.csv"))
            .where("salt", "LiPF6"::equals)
            .where("c units", "mol/kg"::equals)
            .where("solvent ratio type", "w"::equals)
            .where("doi", doi -> !doi.equals("10.1007/s10008-002-0300-9"))
            .where("k", k -> Csv.number(k) > 0)
            .where("T", t -> Csv.number(t) > 293.1 && Csv.number(t) < 303.2);
    Candidates.Builder builder =
        Candidates.of("calisol")
            .number("temperature", data.numbers("T"))
            .number("salt", data.numbers("c"));
    for (String solvent : data.header().subList(8, data.header().size())) {
      builder.number(solvent, data.numbers(solvent));
    }
    return builder.objective("conductivity", Goal.MAXIMIZE, data.numbers("k")).build();
  }

  /** By structure alone: the two free energies differ by the target. */
  private Candidates benzothiadiazoles() throws IOException {
    Csv data = Csv.withHeader(folder.resolve("cobol/Ered_1400BzNSN.csv"));
    return molecules("benzothiadiazoles", data.texts("SMILES"))
        .objective("reduction", Goal.MINIMIZE, data.numbers("Red Pot Li/Li+ (V)"))
        .build();
  }

  private static Candidates.Builder molecules(String name, List<String> smiles) {
    Candidates.Builder builder = Candidates.of(name);
    MoleculeColumns.of(smiles).forEach(builder::number);
    return builder;
  }

  /** By composition alone; what is given as below 1e-10 S/cm counts as that bound. */
  private Candidates solidElectrolytes() throws IOException {
    Csv data = Csv.withHeader(folder.resolve("obelix/all.csv"));
    Candidates.Builder builder = Candidates.of("solid electrolytes");
    Compositions.statistics(data.texts("True Composition")).forEach(builder::number);
    UnaryOperator<String> bound = text -> text.startsWith("<") ? text.substring(1) : text;
    double[] logs =
        data.texts("Ionic conductivity (S cm-1)").stream()
            .mapToDouble(text -> StrictMath.log10(Csv.number(bound.apply(text))))
            .toArray();
    return builder.objective("log conductivity", Goal.MAXIMIZE, logs).build();
  }

  /** Covalent organic frameworks: selectivity by long simulation, and by a short one. */
  TwoFidelities cofs() throws IOException {
    Csv data = Csv.withHeader(folder.resolve("chem-mfbo/cofs.csv"));
    return TwoFidelities.read(
        "cofs",
        data,
        0.065,
        Goal.MAXIMIZE,
        builder -> {
          List<String> inputs = data.header().stream().filter(h -> !h.matches("HF|LF")).toList();
          inputs.forEach(input -> builder.number(input, data.numbers(input)));
        });
  }

  /** Free energies of solvation: measured, and computed. */
  TwoFidelities freesolv() throws IOException {
    Csv data = Csv.withHeader(folder.resolve("chem-mfbo/freesolv.csv"));
    return TwoFidelities.read(
        "freesolv",
        data,
        0.1,
        Goal.MAXIMIZE,
        builder -> MoleculeColumns.of(data.texts("smiles")).forEach(builder::number));
  }

  /**
   * The median of the recorded floor, a run of another program of the same kind; NaN where there is
   * none.
   *
   * @param best to the best, otherwise to the top 1 %
   */
  double recorded(String name, boolean best) throws IOException {
    JsonNode rows =
        // What half of the runs did not find stands there as Infinity.
        new ObjectMapper()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
            .readTree(folder.resolve("reference_vanilla_bo_results.json").toFile())
            .path("matern");
    return rows.path(name.equals("redoxmers") ? "redox_ered" : name)
        .path(best ? "top1_median" : "top1pct_median")
        .asDouble(Double.NaN);
  }

  /** Whether the data are there. */
  boolean isThere() {
    return Files.isRegularFile(folder.resolve("SOURCES.md"));
  }

  /** How many rows beat or equal a share of all, as the target "top 1 %" has it. */
  static int topCount(int size) {
    return Math.max(1, (size + 99) / 100);
  }
}
