package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cellwright.core.CellwrightException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpxTest {
  private static final double FARADAY = 96485.33212;

  static Bpx read(String json) {
    return Bpx.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "cell.json");
  }

  static Bpx read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Bpx.read(in, String.valueOf(file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String shipped(String name) {
    try {
      return Files.readString(ReferenceData.ofRepository("examples/cells/" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static final String CHEN = shipped("lg-m50-chen2020.json");

  private static String written(Bpx bpx) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bpx.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void survivesWriting(Bpx bpx) {
    String first = written(bpx);
    Bpx again = read(first);
    assertEquals(bpx.withNotes(List.of()), again);
    assertEquals(first, written(again));
    assertTrue(first.contains("\"BPX\" : \"1.1.0\""));
  }

  @Test
  @Tag("reference")
  void readsAndRewritesEveryPublishedFile() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("continuum/bpx", "continuum/about_energy_cc-by-sa-4.0")) {
      try (Stream<Path> found = Files.list(ReferenceData.folder(folder))) {
        found.filter(f -> f.toString().endsWith(".json")).sorted().forEach(files::add);
      }
    }
    assertTrue(files.size() >= 8, files::toString);
    for (Path file : files) {
      survivesWriting(read(file));
    }
  }

  @Test
  @Tag("reference")
  void readsABlendAndASingleParticleFile() {
    Path folder = ReferenceData.folder("continuum/bpx");
    Bpx blend = read(folder.resolve("nmc_pouch_cell_BPX_blended_electrode.json"));
    assertEquals(
        List.of("Large Particles", "Small Particles"),
        blend.positiveElectrode().particles().stream().map(Particle::name).toList());
    assertThrows(CellwrightException.class, () -> blend.positiveElectrode().particle());
    assertEquals(298.15, blend.initialTemperature());
    assertEquals(1000, blend.initialConcentration());
    assertTrue(blend.state().soc().isEmpty(), "BPX 0.x does not say the state of charge");
    assertEquals(
        2.04, blend.userDefined().number("Thermal conductivity [W.m-1.K-1]").orElseThrow());

    Bpx spm = read(folder.resolve("nmc_pouch_cell_BPX_SPM.json"));
    assertEquals(Bpx.Model.SPM, spm.header().model());
    assertEquals(List.of("C/20 discharge", "1C discharge"), List.copyOf(spm.validation().keySet()));
    assertThrows(CellwrightException.class, spm::electrolyte);
    assertThrows(CellwrightException.class, () -> spm.negativeElectrode().porosity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lg-m50-chen2020.json", "marquis2019.json"})
  void readsAndRewritesTheShippedCells(String name) {
    survivesWriting(read(shipped(name)));
  }

  @Test
  void theLgM50IsTheCellOfTheFastChargeProblem() {
    Bpx cell = read(CHEN);
    assertEquals(List.of(), cell.warnings());
    Particle negative = cell.negativeElectrode().particle();
    Particle positive = cell.positiveElectrode().particle();
    double hostNegative =
        FARADAY
            * cell.negativeElectrode().thickness()
            * negative.activeFraction()
            * negative.maximumConcentration();
    double hostPositive =
        FARADAY
            * cell.positiveElectrode().thickness()
            * positive.activeFraction()
            * positive.maximumConcentration();
    // Charged and discharged hold the same lithium: what was made, less the formation loss.
    double made = inventory(cell, "Positive stoichiometry as made") * hostPositive;
    double lithium =
        made - inventory(cell, "Formation loss per negative host capacity") * hostNegative;
    assertEquals(
        lithium,
        negative.maximumStoichiometry() * hostNegative
            + positive.minimumStoichiometry() * hostPositive,
        1e-12 * lithium);
    assertEquals(
        lithium,
        negative.minimumStoichiometry() * hostNegative
            + positive.maximumStoichiometry() * hostPositive,
        1e-12 * lithium);
    assertEquals(
        4.2, rest(positive.minimumStoichiometry(), negative.maximumStoichiometry(), cell), 1e-12);
    assertEquals(
        2.5, rest(positive.maximumStoichiometry(), negative.minimumStoichiometry(), cell), 1e-12);
    assertEquals(0.0263, negative.minimumStoichiometry(), 5e-5);
    assertEquals(0.9106, negative.maximumStoichiometry(), 5e-5);
    assertEquals(0.2638, positive.minimumStoichiometry(), 5e-5);
    assertEquals(0.8540, positive.maximumStoichiometry(), 5e-5);
    double ampereHours =
        (negative.maximumStoichiometry() - negative.minimumStoichiometry())
            * hostNegative
            * cell.cell().electrodeArea()
            / 3600;
    assertEquals(ampereHours, cell.cell().nominalCapacity(), 1e-12);
    // j0 = F K at c_e0 and half lithiation of one quarter; Chen: m sqrt(c_e c (c_max - c)).
    double half = positive.maximumConcentration() / 2;
    assertEquals(
        3.42e-6 * Math.sqrt(1000) * half, FARADAY * positive.reactionRate() / 2, 1e-12 * half);
    assertEquals(
        0.0684, cell.cell().density().getAsDouble() * cell.cell().volume().getAsDouble(), 1e-15);
  }

  private static double inventory(Bpx cell, String name) {
    return cell.userDefined().required("needed by the test", "Lithium inventory", name);
  }

  private static double rest(double y, double x, Bpx cell) {
    return cell.positiveElectrode().particle().ocp().at(y)
        - cell.negativeElectrode().particle().ocp().at(x);
  }

  @Test
  void theLgM50SaysWhatAChangeOfItsDesignNeeds() {
    Bpx cell = read(CHEN);
    Makeup makeup = Makeup.of(cell.userDefined());
    Electrode negative = cell.negativeElectrode();
    Electrode positive = cell.positiveElectrode();
    assertEquals(0.0684, makeup.cellMass());
    assertEquals(
        cell.cell().electrodeArea(), makeup.jellyRollHeight() * makeup.jellyRollWidth(), 1e-15);
    double stack =
        negative.thickness()
            + cell.separator().thickness()
            + positive.thickness()
            + makeup.negativeCollectorThickness() / 2
            + makeup.positiveCollectorThickness() / 2;
    assertEquals(186.8e-6, stack, 1e-15);
    assertEquals(cell.cell().volume().getAsDouble(), stack * cell.cell().electrodeArea(), 1e-18);
    assertEquals(
        Math.pow(negative.porosity(), makeup.transportExponent()),
        negative.transportEfficiency(),
        1e-15);
    CellwrightException refusal =
        assertThrows(
            CellwrightException.class,
            () -> Makeup.of(read(shipped("marquis2019.json")).userDefined()));
    assertEquals(
        "$.Parameterisation.User-defined.Densities.Negative electrode solids [kg.m-3]",
        refusal.where());
  }

  @Test
  void theMarquisCellSaysThatItsFullStateRestsBelowTheCutOff() {
    Bpx cell = read(shipped("marquis2019.json"));
    assertEquals(
        0.2,
        cell.userDefined()
            .number("Negative electrode double-layer capacity [F.m-2]")
            .orElseThrow());
    assertEquals(24, cell.cell().nominalCapacity() / cell.cell().electrodeArea(), 1e-12);
    assertEquals(1, cell.warnings().size());
    assertTrue(cell.warnings().getFirst().contains("100 %"), cell.warnings()::toString);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"Porosity\": 0.47|\"Porosity\": 1.47|Separator.Porosity",
        "\"Porosity\": 0.25|\"Porosity\": 25|Negative electrode.Porosity",
        "\"Porosity\": 0.25|\"Porosity\": 0|Negative electrode.Porosity",
        "\"Porosity\": 0.25|\"Porosity\": null|Negative electrode.Porosity",
        "\"Porosity\": 0.25|\"Porosity\": \"0.25\"|Negative electrode.Porosity",
        "\"Porosity\": 0.25|\"Porosity\": true|Negative electrode.Porosity",
        "\"Porosity\": 0.25,|~~|Negative electrode.Porosity",
        "\"Porosity\": 0.25|\"Porosty\": 0.25|Negative electrode.Porosty",
        "\"Thickness [m]\": 8.52e-05|\"Thickness [m]\": -8.52e-05|Negative electrode.Thickness [m]",
        "\"Thickness [m]\": 8.52e-05|\"Thickness [m]\": 0|Negative electrode.Thickness [m]",
        "\"Thickness [m]\": 8.52e-05|\"Thickness [m]\": 1e999|Negative electrode.Thickness [m]",
        "\"Thickness [m]\": 8.52e-05|\"Thickness [m]\": [1]|Negative electrode.Thickness [m]",
        "\"Thickness [m]\": 8.52e-05|\"Thickness [mm]\": 0.0852|Negative electrode.Thickness [mm]",
        "\"Conductivity [S.m-1]\": 215|\"Conductivity [S.m-1]\": \"x\"|Negative electrode.Conductivity [S.m-1]",
        "\"Maximum stoichiometry\": 0.91|\"Maximum stoichiometry\": 0.01|Negative electrode.Minimum stoichiometry",
        "\"Diffusivity [m2.s-1]\": 3.3e-14|\"Diffusivity [m2.s-1]\": -3.3e-14|Negative electrode.Diffusivity [m2.s-1]",
        "\"Diffusivity [m2.s-1]\": 3.3e-14|\"Diffusivity [m2.s-1]\": \"log(x - 5)\"|Negative electrode.Diffusivity [m2.s-1]",
        "\"Diffusivity [m2.s-1]\": 3.3e-14|\"Diffusivity [m2.s-1]\": \"9**9**9**9\"|Negative electrode.Diffusivity [m2.s-1]",
        "\"Diffusivity [m2.s-1]\": 3.3e-14|\"Diffusivity [m2.s-1]\": \"3 + foo\"|Negative electrode.Diffusivity [m2.s-1]: column 5",
        "\"Diffusivity [m2.s-1]\": 3.3e-14|\"Diffusivity [m2.s-1]\": {\"x\": [0, 0], \"y\": [1, 2]}|Negative electrode.Diffusivity [m2.s-1]",
        "\"Diffusivity [m2.s-1]\": 3.3e-14|\"Diffusivity [m2.s-1]\": {\"x\": [0, \"1\"], \"y\": [1, 2]}|Negative electrode.Diffusivity [m2.s-1].x[1]",
        "\"Diffusivity [m2.s-1]\": 3.3e-14|\"Diffusivity [m2.s-1]\": {\"x\": [0, 1], \"z\": [1, 2]}|Negative electrode.Diffusivity [m2.s-1].z",
        "\"Cation transference number\": 0.2594|\"Cation transference number\": 1|Electrolyte.Cation transference number",
        "\"Lower voltage cut-off [V]\": 2.5|\"Lower voltage cut-off [V]\": 4.5|Cell.Lower voltage cut-off [V]",
        "to make a cell\": 1|to make a cell\": 1.5|Cell.Number of electrode pairs connected in parallel to make a cell",
        "to make a cell\": 1|to make a cell\": 0|Cell.Number of electrode pairs connected in parallel to make a cell",
        "\"Reference temperature [K]\": 298.15|\"Initial temperature [K]\": 298.15|Cell.Initial temperature [K]",
        "\"Separator\":|\"Separtor\":|Separtor",
        "\"Jelly roll\": {|\"List\": [1, 2], \"Jelly roll\": {|User-defined.List"
      })
  void refusesAWrongFieldAndNamesItsPath(String good, String bad, String path) {
    // "0.91" stands for the first digits of the solved stoichiometry.
    String pattern = good.endsWith("0.91") ? Pattern.quote(good) + "\\d*" : Pattern.quote(good);
    String broken = CHEN.replaceFirst(pattern, Matcher.quoteReplacement(bad));
    assertNotEquals(CHEN, broken, "the test's own replacement did nothing");
    CellwrightException refusal = assertThrows(CellwrightException.class, () -> read(broken));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
    assertEquals("cell.json: $.Parameterisation." + path, refusal.where());
    assertTrue(refusal.hint() != null && !refusal.hint().isBlank());
  }

  @Test
  void aWrongUnitAndAMisspeltFieldAreExplained() {
    CellwrightException unit =
        assertThrows(
            CellwrightException.class,
            () -> read(CHEN.replaceFirst("Thickness \\[m]", "Thickness [mm]")));
    assertTrue(unit.what().contains("[mm]") && unit.what().contains("[m]"), unit.what());
    assertTrue(String.valueOf(unit.hint()).contains("'Thickness [m]'"), unit.hint());
    CellwrightException name =
        assertThrows(
            CellwrightException.class, () -> read(CHEN.replaceFirst("Porosity", "Porostiy")));
    assertEquals("Maybe 'Porosity' was meant.", name.hint());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"2.0.0\"|newer than 1.1",
        "\"1.2\"|newer than 1.1",
        "7|newer than 1.1",
        "\"one\"|the version of BPX is \"one\"",
        "\"1\"|the version of BPX is \"1\"",
        "true|the version of BPX is true",
        "null|'BPX' is missing",
        "\"0.4\"|has a section 'State'"
      })
  void refusesVersionsItDoesNotKnow(String version, String what) {
    CellwrightException refusal =
        assertThrows(CellwrightException.class, () -> read(CHEN.replace("\"1.1.0\"", version)));
    assertTrue(refusal.what().contains(what), refusal.what());
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(strings = {"1.0", "1.1", "\"1.0.0\"", "\"1.1.1\"", "1"})
  void acceptsVersionsAsNumberOrText(String version) {
    assertEquals(read(CHEN), read(CHEN.replace("\"1.1.0\"", version)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~|the document is empty",
        "[1]|not a JSON object",
        "{|not valid JSON",
        "{\"Header\": NaN}|NaN and Infinity are not numbers",
        "{\"Header\": -Infinity}|NaN and Infinity are not numbers",
        "{\"Header\": 1, \"Header\": 2}|Duplicate",
        "{} {}|something follows",
        "{}|'Header' is missing",
        "{\"Header\": 3}|an object is needed",
        "{\"Header\": {}}|'BPX' is missing",
        "{\"Header\": {\"BPX\": \"1.1\", \"Model\": \"DNF\"}}|'Parameterisation' is missing"
      })
  void refusesWhatIsNoBpx(String json, String what) {
    CellwrightException refusal = assertThrows(CellwrightException.class, () -> read(json));
    assertTrue(refusal.what().contains(what), refusal.what());
    assertTrue(String.valueOf(refusal.where()).startsWith("cell.json"), refusal.where());
  }

  @Test
  void refusesBottomlessNesting() {
    String deep = "{\"a\":".repeat(100_000);
    assertThrows(CellwrightException.class, () -> read(deep));
  }

  @Test
  void anyDamageOfAFileIsRefusedOrReadButNeverADefect() {
    Random random = new Random(7);
    byte[] good = CHEN.getBytes(StandardCharsets.UTF_8);
    for (int trial = 0; trial < 2_000; trial++) {
      byte[] bad = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(bad, trial % 3 == 0 ? random.nextInt(bad.length) : bad.length);
      try {
        Bpx.read(new ByteArrayInputStream(cut), "cell.json").warnings();
      } catch (CellwrightException e) {
        assertEquals(CellwrightException.Kind.REFUSED, e.kind());
      }
    }
  }

  @Test
  void setsAFieldInAUnitOfTheUsersChoice() {
    Bpx cell = read(CHEN);
    assertEquals(
        80e-6,
        cell.with("Negative electrode/Thickness [m]", "80 um").negativeElectrode().thickness());
    assertEquals(
        80e-6,
        cell.with("Negative electrode/Thickness [m]", "8e-5").negativeElectrode().thickness());
    assertEquals(
        313.15,
        cell.with("State/Initial conditions/Initial temperature [K]", "40 degC")
            .initialTemperature());
    assertEquals(0.3, cell.with("Separator/Porosity", "30 %").separator().porosity());
    assertEquals(
        5, cell.with("Cell/Nominal cell capacity [A.h]", "5000 mA.h").cell().nominalCapacity());
    assertEquals(
        0.2,
        cell.with("User-defined/Negative electrode double-layer capacity [F.m-2]", "0.2")
            .userDefined()
            .number("Negative electrode double-layer capacity [F.m-2]")
            .orElseThrow());
    assertEquals(
        Expression.parse("1e-14 * (2 - x)"),
        cell.with("Parameterisation/Positive electrode/Diffusivity [m2.s-1]", "1e-14 * (2 - x)")
            .positiveElectrode()
            .particle()
            .diffusivity());
    assertEquals(
        Table.of(new double[] {0, 1}, new double[] {1e-14, 2e-14}),
        cell.with(
                "Positive electrode/Diffusivity [m2.s-1]", "{\"x\": [0, 1], \"y\": [1e-14, 2e-14]}")
            .positiveElectrode()
            .particle()
            .diffusivity());
    assertEquals("mine", cell.with("Header/Title", "mine").header().title().orElseThrow());
    assertEquals(read(CHEN), cell);
  }

  @Test
  void understandsTheUnitOfEveryField() {
    Bpx cell = read(CHEN);
    for (String[] field :
        new String[][] {
          {"Cell/Electrode area [m2]", "100 cm2"},
          {"Cell/Volume [m3]", "19 cm3"},
          {"Cell/Density [kg.m-3]", "2.1 g/cm3"},
          {"Cell/Specific heat capacity [J.K-1.kg-1]", "0.91 kJ/(kg K)"},
          {"Electrolyte/Diffusivity [m2.s-1]", "3e-6 cm2/s"},
          {"Electrolyte/Conductivity [S.m-1]", "9.5 mS/cm"},
          {"Electrolyte/Diffusivity activation energy [J.mol-1]", "17 kJ/mol"},
          {"Negative electrode/Maximum concentration [mol.m-3]", "33.1 mol/dm3"},
          {"Negative electrode/Surface area per unit volume [m-1]", "0.38 um-1"},
          {"Negative electrode/Entropic change coefficient [V.K-1]", "-0.1 mV/K"},
          {"Negative electrode/Reaction rate constant [mol.m-2.s-1]", "7e-10 mol.cm-2.s-1"},
          {"State/Thermal environment/Heat transfer coefficient [W.m-2.K-1]", "1.2 mW/(cm2 K)"}
        }) {
      assertNotEquals(cell, cell.with(field[0], field[1]), field[0]);
    }
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Negative electrode/Thickness [m]|80 s",
        "Negative electrode/Thickness [m]|80 bananas",
        "Negative electrode/Thickness [m]|-80 um",
        "Negative electrode/Thickness [m]|1e999",
        "Negative electrode/Thickness [m]|x",
        "Negative electrode/Thickness [mm]|80",
        "Negative electrode/Thickness|80 um",
        "Negatve electrode/Thickness [m]|80 um",
        "Separator/Porosity|3 m",
        "Separator/Porosity/x|3",
        "Separator//Porosity|3",
        "User-defined/Foo|some text",
        "Separator|3"
      })
  void refusesToSetWhatDoesNotFit(String path, String value) {
    Bpx cell = read(CHEN);
    CellwrightException refusal =
        assertThrows(CellwrightException.class, () -> cell.with(path, value));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
    assertTrue(refusal.where() != null && refusal.hint() != null, refusal.what());
  }

  @Test
  void warnsOfAWindowThatMissesTheCutOffsAndOfTextThatIsNoFunction() {
    Bpx cell = read(CHEN).with("Cell/Upper voltage cut-off [V]", "4.1");
    assertEquals(1, cell.warnings().size());
    Bpx texts =
        read(CHEN.replace("\"Jelly roll\": {", "\"Source\": \"a paper\", \"Jelly roll\": {"));
    assertTrue(
        texts.warnings().getFirst().contains("User-defined/Source"), texts.warnings()::toString);
    Bpx log = read(CHEN).with("Negative electrode/Diffusivity [m2.s-1]", "1e-14 * log(x + 3)");
    assertTrue(log.warnings().getFirst().contains("[log]"), log.warnings()::toString);
  }

  @Test
  void keepsHysteresisAndDegradationOfABlendByName() {
    Bpx cell = read(CHEN);
    Particle graphite = cell.negativeElectrode().particle();
    Electrode blend =
        new Electrode(
            cell.negativeElectrode().thickness(),
            cell.negativeElectrode().pores(),
            List.of(graphite.named("Graphite"), graphite.named("Silicon")));
    State state =
        new State(
            cell.state().soc(),
            cell.state().temperature(),
            cell.state().electrolyteConcentration(),
            List.of(-1.0, 1.0),
            List.of(0.5),
            cell.state().ambientTemperature(),
            cell.state().heatTransferCoefficient(),
            Optional.of(new State.Degradation(0.1, List.of(0.02, 0.3), List.of(0.05))));
    Bpx aged = cell.withElectrodes(blend, cell.positiveElectrode()).withState(state);
    survivesWriting(aged);
    assertTrue(written(aged).contains("\"Silicon\" : 0.3"));
    assertThrows(
        CellwrightException.class,
        () -> cell.withState(state),
        "two values for an electrode of one material");
  }
}
