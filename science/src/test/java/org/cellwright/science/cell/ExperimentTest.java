package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Control.CRate;
import org.cellwright.science.cell.Control.Current;
import org.cellwright.science.cell.Control.Power;
import org.cellwright.science.cell.Control.Profile;
import org.cellwright.science.cell.Control.Resistance;
import org.cellwright.science.cell.Control.Rest;
import org.cellwright.science.cell.Control.Voltage;
import org.cellwright.science.cell.Ending.AfterTime;
import org.cellwright.science.cell.Ending.AtCRate;
import org.cellwright.science.cell.Ending.AtCurrent;
import org.cellwright.science.cell.Ending.AtVoltage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentTest {

  static Stream<Arguments> sentences() {
    return Stream.of(
        sentence("Discharge at 1C for 0.5 hours", new CRate(-1), new AfterTime(1800)),
        sentence("Discharge at C/20 for 1h", new CRate(-0.05), new AfterTime(3600)),
        sentence("Charge at 1 A until 4.1 V", new Current(1), new AtVoltage(4.1)),
        sentence("Charge at 1C until 4.2V", new CRate(1), new AtVoltage(4.2)),
        sentence("Charge at 0.5 C until 4200 mV", new CRate(0.5), new AtVoltage(4.2)),
        sentence("Hold at 4.1 V until 50 mA", new Voltage(4.1), new AtCurrent(0.05)),
        sentence("hold AT 4.2 v UNTIL c/50", new Voltage(4.2), new AtCRate(0.02)),
        sentence("Rest for 1 hour", new Rest(), new AfterTime(3600)),
        sentence("Rest for 2 d", new Rest(), new AfterTime(172800)),
        sentence("Rest for 90 sec or until 3 V", new Rest(), new AfterTime(90), new AtVoltage(3)),
        sentence("Discharge at 4 W until 2.5 V", new Power(-4), new AtVoltage(2.5)),
        sentence("Charge at 0.5 kW for 3 min", new Power(500), new AfterTime(180)),
        sentence("Discharge at 2 Ohm for 10 s", new Resistance(2), new AfterTime(10)),
        sentence("Discharge at 500 mΩ for 10 s", new Resistance(0.5), new AfterTime(10)),
        sentence(
            "Discharge at 200 mA for 20 minutes or until 3 V",
            new Current(-0.2),
            new AfterTime(1200),
            new AtVoltage(3)),
        sentence("Discharge at 1e-1 A for 1.5e1 s", new Current(-0.1), new AfterTime(15)),
        sentence(
            "Hold plating margin at 0 mV until C/50",
            new Control.PlatingMargin(0),
            new AtCRate(0.02)),
        sentence(
            "Charge at 0 V plating margin until 4.2 V",
            new Control.PlatingMargin(0),
            new AtVoltage(4.2)),
        sentence(
            "Charge at 3C until 5 mV plating margin",
            new CRate(3),
            new Ending.AtPlatingMargin(0.005)),
        sentence(
            "Charge at 3C or 0 V plating margin or 4.2 V until C/20",
            new Control.MostRestrictive(
                List.of(new CRate(3), new Control.PlatingMargin(0), new Voltage(4.2))),
            new AtCRate(0.05)),
        sentence("Discharge at 1C", new CRate(-1)),
        sentence("Discharge at C/2.5 until 2.5 V  # slowly", new CRate(-0.4), new AtVoltage(2.5)));
  }

  private static Arguments sentence(String text, Control control, Ending... endings) {
    return Arguments.of(text, control, List.of(endings));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sentences")
  void readsSentencesWithChargePositive(String text, Control control, List<Ending> endings) {
    Experiment experiment = Experiment.parse(text);
    assertEquals(1, experiment.steps().size());
    Step step = experiment.steps().getFirst();
    assertEquals(control, step.control());
    assertEquals(endings, step.endings());
    assertEquals(OptionalDouble.empty(), step.period());
    assertEquals(text.replaceFirst("\\s*#.*", ""), step.text());
  }

  @Test
  void readsAPeriod() {
    Step step =
        Experiment.parse("Discharge at 1C for 0.5 hours (5 minute period)").steps().getFirst();
    assertEquals(OptionalDouble.of(300), step.period());
    assertEquals("Discharge at 1C for 0.5 hours (5 minute period)", step.text());
  }

  @Test
  void readsSeveralStepsAndWritesRepetitionsOut() {
    Experiment experiment =
        Experiment.parse(
            """
            # formation
            Charge at C/10 until 4.2 V, Hold at 4.2 V until C/50

            (Discharge at 1C until 2.5 V; Rest for 1 h (10 s period)
             (Charge at 1C for 1 min; Rest for 1 min) x3
            ) × 100
            Rest for 1 day
            """);
    assertEquals(2 + 100 * (2 + 3 * 2) + 1, experiment.steps().size());
    assertEquals(new Rest(), experiment.steps().getLast().control());
    assertEquals(List.of(new AfterTime(86400)), experiment.steps().getLast().endings());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Charge at -1C until 4 V|line 1, column 11|sign",
        "Charge at 1C until|line 1, column 19|limit after 'until' is missing",
        "Charge at 1C until 4,2 V|line 1, column 21|comma",
        "Charge at 1C until 4.2 bananas|line 1, column 24|unknown unit",
        "Charge at 1C until 4.2|line 1, column 23|unit is missing",
        "Charge 1C|line 1, column 8|'at' is missing",
        "Chrage at 1C until 4 V|line 1, column 1|begins with",
        "Rest|line 1, column 5|no end",
        "Charge at 0.5 C for 45 minutes at -5oC|line 1, column 32|no temperature of its own",
        "Run US06 (A)|line 1, column 1|begins with",
        "Discharge at 0 V plating margin for 1 h|line 1, column 14|does not limit a discharge",
        "Charge at 4 W or 4.2 V for 1 h|line 1, column 11|beside other limits",
        "Hold plating margin at 1 A for 1 h|line 1, column 24|is a voltage",
        "Hold at 0 V for 1 h|line 1, column 9|zero",
        "Hold at 4.2 V|line 1, column 14|no end",
        "Hold at 1 A for 1 h|line 1, column 9|only a voltage",
        "Hold at 4 V until 3 V|line 1, column 19|keeps its voltage",
        "Charge at 1C until C/50|line 1, column 20|keeps its current",
        "Rest for 0 s|line 1, column 10|zero",
        "Charge at 0 A for 1 h|line 1, column 11|zero",
        "Charge at C/0 for 1 h|line 1, column 13|zero",
        "Charge at C for 1 h|line 1, column 13|'/' is missing",
        "Charge at 2 ohm for 1 h|line 1, column 11|cannot charge",
        "Charge at 4.2 V for 1 h|line 1, column 11|voltage is held",
        "Charge at 1 MA for 1 h|line 1, column 13|unknown unit",
        "Charge at 1e400 A for 1 h|line 1, column 11|too large",
        "Charge at 1C until 1 h|line 1, column 20|time after 'until'",
        "Charge at 1C for 4 V|line 1, column 18|not a time",
        "Charge at 1C for 1 h until 4 V|line 1, column 22|should be over",
        "Charge at 1C for 1 h or 4 V|line 1, column 25|'for' or 'until'",
        "Charge at 1C for 1 h or for 1 h|line 1, column 22|the same ending twice",
        "Charge at 1C until 80 %|line 1, column 23|unit is missing",
        "Rest for 1 h Rest for 1 h|line 1, column 14|should be over",
        "(Rest for 1 h) x 1000000000|line 1, column 18|more than 100000",
        "((Rest for 1 h) x 1000) x 101|line 1, column 27|more than 100000",
        "(Rest for 1 h) x 1.5|line 1, column 18|not whole",
        "(Rest for 1 h) x 0|line 1, column 18|zero",
        "(Rest for 1 h)|line 1, column 15|repetitions is missing",
        "(Rest for 1 h x 3|line 1, column 15|should be over",
        "(Rest for 1 h|line 1, column 1|closing parenthesis",
        "Rest for 1 h)|line 1, column 13|without an opening",
        "() x 3|line 1, column 1|without steps",
        "Rest for 1 h (3 m period)|line 1, column 17|unknown unit",
        "😀|line 1, column 1|begins with"
      })
  void refusesOtherSentencesAndPointsAtTheWord(String text, String where, String what) {
    CellwrightException refusal =
        assertThrows(CellwrightException.class, () -> Experiment.parse(text));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
    assertTrue(refusal.what().contains(what), refusal.what());
    assertTrue(refusal.what().contains(text), refusal.what());
    assertEquals(where, refusal.where());
    assertTrue(refusal.hint() != null && !refusal.hint().isBlank());
  }

  @Test
  void namesTheLineOfTheTrouble() {
    CellwrightException refusal =
        assertThrows(
            CellwrightException.class,
            () -> Experiment.parse("Rest for 1 h\n  Discharge at 1X until 3 V\nRest for 1 h"));
    assertEquals("line 2, column 17", refusal.where());
    assertTrue(refusal.what().endsWith("\"Discharge at 1X until 3 V\""), refusal.what());
  }

  @Test
  void refusesHostileTexts() {
    for (String hostile :
        List.of(
            "",
            "# nothing",
            "(".repeat(100_000),
            "Rest for 1 s;".repeat(76_923),
            "Rest for 1 s\n".repeat(200_000))) {
      if (hostile.startsWith("Rest for 1 s;")) {
        assertEquals(76_923, Experiment.parse(hostile).steps().size());
      } else {
        assertThrows(CellwrightException.class, () -> Experiment.parse(hostile));
      }
    }
  }

  @Test
  void anyJumbleOfWordsIsRefusedOrReadButNeverADefect() {
    List<String> words =
        List.of(
            "Charge",
            "Discharge",
            "Hold",
            "Rest",
            "at",
            "for",
            "until",
            "or",
            "1",
            "C",
            "/",
            "20",
            "A",
            "V",
            "s",
            "(",
            ")",
            "x",
            "3",
            ";",
            ",",
            "\n",
            "period",
            "minutes",
            "-",
            "#");
    Random random = new Random(7);
    for (int trial = 0; trial < 20_000; trial++) {
      StringBuilder text = new StringBuilder("Charge at 1 C ");
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      try {
        Experiment.parse(text.toString());
      } catch (CellwrightException e) {
        assertTrue(String.valueOf(e.where()).startsWith("line "), e::what);
      }
    }
  }

  @Test
  @Tag("reference")
  void readsTheUnicyclerExample() throws IOException {
    Experiment experiment;
    try (InputStream in =
        Files.newInputStream(
            ReferenceData.folder("orchestration").resolve("unicycler-example.json"))) {
      experiment = Experiment.fromUnicycler(in, "unicycler-example.json");
    }
    // A rest, 3 formation cycles and 200 ageing cycles of three steps; the spectrum is left out.
    assertEquals(1 + 3 * 3 + 200 * 3, experiment.steps().size());
    assertEquals(1, experiment.notes().size());
    assertEquals(new CRate(0.1), experiment.steps().get(1).control());
    assertEquals(
        List.of(new AtVoltage(4.2), new AfterTime(54000)), experiment.steps().get(1).endings());
    assertEquals(
        List.of(new AtCRate(0.02), new AfterTime(21600)), experiment.steps().get(2).endings());
    assertEquals(new CRate(-0.1), experiment.steps().get(3).control());
    assertEquals(OptionalDouble.of(10), experiment.steps().get(3).period());
    assertEquals(OptionalDouble.of(4.4), experiment.safety().maxVoltage());
    assertEquals(OptionalDouble.of(-0.006), experiment.safety().minCurrent());
  }

  private static Experiment unicycler(String method) {
    String protocol =
        "{\"record\": {\"time_s\": 1}, \"method\": [" + method.replace('\'', '"') + "]}";
    return Experiment.fromUnicycler(
        new ByteArrayInputStream(protocol.getBytes(StandardCharsets.UTF_8)), "protocol.json");
  }

  private static final String OCV = "{'step': 'open_circuit_voltage', 'until_time_s': 1}";

  @Test
  void readsUnicyclerRatesLoopsAndScans() {
    for (String rate : List.of("'2C/4'", "'1/2'", "0.5", "' 0.5 '", "'C/2'")) {
      Experiment one =
          unicycler("{'step': 'constant_current', 'rate_C': " + rate + ", 'until_voltage_V': 4}");
      assertEquals(new CRate(0.5), one.steps().getFirst().control(), rate);
    }
    Experiment nested =
        unicycler(
            String.join(
                ",",
                OCV,
                OCV,
                "{'step': 'loop', 'loop_to': 2, 'cycle_count': 3}",
                "{'step': 'loop', 'loop_to': 1, 'cycle_count': 2}"));
    assertEquals(2 * (1 + 3), nested.steps().size());
    Experiment scan =
        unicycler(
            "{'step': 'voltage_scan', 'start_voltage_V': 3, 'end_voltage_V': 4,"
                + " 'scan_rate_mV_per_s': 0.1}");
    Profile profile = assertInstanceOf(Profile.class, scan.steps().getFirst().control());
    assertEquals(10_000, profile.duration(), 1e-9);
    assertEquals(3.5, profile.at(5_000), 1e-12);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'step': 'constant_curent'}|$.method[0].step",
        "{'step': 'constant_current', 'rate_C': 1}|$.method[0]",
        "{'step': 'constant_current', 'rate_C': 'fast', 'until_time_s': 1}|$.method[0].rate_C",
        "{'step': 'constant_current', 'rate_C': '1.2.3C', 'until_time_s': 1}|$.method[0].rate_C",
        "{'step': 'constant_current', 'until_time_s': 1}|$.method[0]",
        "{'step': 'constant_current', 'rate_C': 1, 'until_voltage_V': 0}|$.method[0]",
        "{'step': 'constant_voltage', 'until_time_s': 1}|$.method[0].voltage_V",
        "{'step': 'open_circuit_voltage', 'until_time_s': -1}|$.method[0].until_time_s",
        "{'step': 'open_circuit_voltage', 'until_time': 1}|$.method[0].until_time",
        "{'step': 'loop', 'loop_to': 1, 'cycle_count': 2}|$.method[0].loop_to",
        "{'step': 'loop', 'loop_to': 'nowhere', 'cycle_count': 2}|$.method[0].loop_to"
      })
  void refusesUnicyclerStepsAndNamesTheirPath(String step, String where) {
    CellwrightException refusal = assertThrows(CellwrightException.class, () -> unicycler(step));
    assertEquals("protocol.json: " + where, refusal.where());
  }

  @Test
  void refusesUnicyclerLoopsThatCrossOrExplode() {
    CellwrightException explode =
        assertThrows(
            CellwrightException.class,
            () -> unicycler(OCV + ", {'step': 'loop', 'loop_to': 1, 'cycle_count': 2000000000}"));
    assertTrue(explode.what().contains("100000"), explode.what());
    assertThrows(
        CellwrightException.class,
        () ->
            unicycler(
                String.join(
                    ",",
                    OCV,
                    OCV,
                    "{'step': 'loop', 'loop_to': 1, 'cycle_count': 2}",
                    OCV,
                    "{'step': 'loop', 'loop_to': 2, 'cycle_count': 2}")));
  }

  private static Experiment driveCycle(String csv, boolean dischargePositive) {
    return Experiment.fromDriveCycle(new StringReader(csv), "cycle.csv", dischargePositive);
  }

  @Test
  @Tag("reference")
  void readsTheDriveCyclesOfPybammAndAsksForTheirSign() throws IOException {
    for (String name : List.of("UDDS", "US06", "WLTC", "car_current")) {
      String csv =
          Files.readString(ReferenceData.folder("continuum/drive_cycles").resolve(name + ".csv"));
      CellwrightException refusal =
          assertThrows(CellwrightException.class, () -> driveCycle(csv, false));
      assertTrue(refusal.what().contains("positive on discharge"), refusal.what());
      assertTrue(String.valueOf(refusal.hint()).contains("--discharge-positive"));
      Profile cycle =
          assertInstanceOf(Profile.class, driveCycle(csv, true).steps().getFirst().control());
      boolean power = name.equals("WLTC");
      assertEquals(
          power ? Profile.Kind.POWER_WATT : Profile.Kind.CURRENT_AMPERE, cycle.kind(), name);
      String row = csv.lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow();
      double first = Double.parseDouble(row.substring(row.indexOf(',') + 1));
      assertEquals(power ? -1000 * first : -first, cycle.values()[0], 1e-12, name);
    }
  }

  @Test
  void readsTheSignFromTheHeader() {
    String rows = "\n0,1\n2,3\n";
    for (String header :
        List.of(
            "Time [min],Current (charge positive) [mA]",
            "# Time [min], current positive on charging [mA]")) {
      Profile charging =
          assertInstanceOf(
              Profile.class, driveCycle(header + rows, false).steps().getFirst().control());
      assertEquals(0.003, charging.values()[1], 1e-15);
      assertEquals(120, charging.duration());
    }
    Profile discharging =
        assertInstanceOf(
            Profile.class,
            driveCycle("Time [s],Power (positive: discharge) [kW]" + rows, false)
                .steps()
                .getFirst()
                .control());
    assertEquals(-3000, discharging.values()[1], 1e-12);
    assertThrows(CellwrightException.class, () -> driveCycle("Time [s],Current [V]" + rows, true));
    assertThrows(CellwrightException.class, () -> driveCycle("# no names" + rows, true));
  }

  @Test
  void readsADriveCycle() {
    String csv = "# a comment\ntest_time_second,note,power_watt\n10,a,1\n11,b,-3\n13,c,0\n";
    Step step = driveCycle(csv, false).steps().getFirst();
    Profile profile = assertInstanceOf(Profile.class, step.control());
    assertEquals(Profile.Kind.POWER_WATT, profile.kind());
    assertEquals(3, profile.duration());
    assertEquals(-1.5, profile.at(2));
    assertEquals(1, profile.at(-1));
    assertEquals(List.of(new AfterTime(3)), step.endings());
    Profile flipped =
        assertInstanceOf(Profile.class, driveCycle(csv, true).steps().getFirst().control());
    assertEquals(1.5, flipped.at(2));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "time_second,current_ampere;0,1;1,1|line 1",
        "test_time_second,voltage_volt,current_ampere;0,1,1;1,1,1|line 1",
        "test_time_second,other;0,1;1,1|line 1",
        "test_time_second,current_ampere;0,1;0,2|line 3",
        "test_time_second,current_ampere;0,1;1,NaN|line 3",
        "test_time_second,current_ampere;0,1;1|line 3",
        "test_time_second,current_ampere;0,1|line 2",
        "#|line 1"
      })
  void refusesDriveCyclesAndNamesTheLine(String csv, String line) {
    CellwrightException refusal =
        assertThrows(CellwrightException.class, () -> driveCycle(csv.replace(';', '\n'), false));
    assertEquals("cycle.csv, " + line, refusal.where());
  }
}
