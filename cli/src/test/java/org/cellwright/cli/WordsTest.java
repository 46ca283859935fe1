package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellwright.cli.command.Command;
import org.cellwright.cli.command.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @TempDir Path folder;

  @BeforeEach
  void examplesAreAtHand() throws Exception {
    Files.createSymbolicLink(
        folder.resolve("examples"), Path.of("..", "examples").toAbsolutePath().normalize());
  }

  @AfterEach
  void examplesAreLeftAlone() throws Exception {
    Files.delete(folder.resolve("examples"));
  }

  @Test
  void aloneShowsEverythingInTheOrderOfNeed() {
    Spoken overview = Spoken.to(folder);
    assertEquals(0, overview.code());
    int last = overview.out().indexOf("run examples/fast-charge-cell.yaml");
    assertTrue(last > 0);
    for (Command command : Words.ALL) {
      int at = overview.out().indexOf("\n  " + command.name() + " ", last - 1);
      assertTrue(at > 0, command.name() + " is not shown, or not in order");
      last = at;
    }
    for (String word : Words.CHECKOUT) {
      assertTrue(overview.out().contains("\n  " + word + " "), word);
    }
  }

  @Test
  void everyHelpEndsWithItsExample() {
    for (Command command : Words.ALL) {
      Spoken help = Spoken.to(folder, command.name(), "--help");
      assertEquals(0, help.code());
      assertTrue(
          help.out().endsWith("Example:\n  cellwright " + command.example() + "\n"), help.out());
      assertTrue(help.out().contains("--home"), "the options of every command are missing");
      assertEquals(help.out(), Spoken.to(folder, "help", command.name()).out());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, lst, Maybe 'list' was meant.",
    "2, list --jso, Maybe '--json' was meant.",
    "2, list --format=xml, there is no format 'xml'",
    "2, list surplus, takes no further argument",
    "2, run, Usage: cellwright run CAMPAIGN.yaml",
    "2, verify, exists in a source checkout only",
    "2, list --workers 0, --workers is 0",
    "2, run x.yaml --seeds 3, only together with --compare",
    "2, simulate examples/cells/marquis2019.json --model dfn, Missing required option",
    "3, simulate examples/cells/marquis2019.json --model dfm --experiment \"Rest for 1 s\", there is no model 'dfm'",
    "3, simulate examples/cells/marquis2019.json --model dfn --experiment Rust, Maybe 'Rest' was meant.",
    "3, simulate examples/cells/marquis2019.json --model spm --experiment \"Rest for 1 s\" --soc 2, Choose 0.0 to 1.0",
    "3, simulate examples/cells/marquis2019.json --model spm --experiment \"Rest for 1 s\" --every 3, Maybe the unit is missing",
    "3, simulate examples/cells/marquis2019.json --model spm --experiment \"Rest for 1 s\" --temperature 3m, cannot be expressed in K",
    "2, simulate examples/cells/marquis2019.json --model spm --experiment \"Rest for 1 s\" --on-infeasible hope, Choose stop or continue",
    "2, eis examples/cells/marquis2019.json, Missing required option",
    "2, eis examples/cells/marquis2019.json --model dfn --out z.txt, neither .csv nor .json nor .parquet",
    "2, eis examples/cells/marquis2019.json --model dfn --plot z.jpg, neither .svg nor .png",
    "2, simulate --plot examples/cells/marquis2019.json --model dfn --experiment \"Rest for 1 s\", Missing required parameter",
    "2, simulate examples/cells/marquis2019.json --model dfn --experiment \"Rest for 1 s\" --fields f.csv, is no .parquet",
    "2, sweep examples/cells/marquis2019.json --model spm --experiment \"Rest for 1 s\" --out f.csv, Missing required option",
    "2, sweep examples/cells/marquis2019.json --model spm --experiment \"Rest for 1 s\" --out f.csv --vary x=1, PATH=lo..hi/N UNIT",
    "3, sweep examples/cells/marquis2019.json --model spm --experiment \"Rest for 1 s\" --out f.csv --vary \"Cell/Volum [m3]=1..2/2\", Maybe 'Volume [m3]' was meant.",
    "3, sweep examples/cells/marquis2019.json --model spm --experiment \"Rest for 1 s\" --out f.csv --vary \"Cell/Volume [m3]=1..2/2 kg\", cannot be converted to 'm3'",
    "3, compare examples/cells/marquis2019.json examples/curves/marquis2019-1C-dfn.csv, no time series stands in it",
    "3, compare examples/curves/marquis2019-1C-dfn.csv examples/curves/marquis2019-1C-dfn.csv --column voltage_vlot, Maybe 'voltage_volt' was meant.",
    "4, compare nothing.csv nothing.csv, nothing.csv: there is no such file",
    "3, eis examples/cells/marquis2019.json --model dfm, there is no model 'dfm'",
    "3, eis examples/cells/marquis2019.json --model dfn --frequencies 1e-4-1e4, such as 1e-4..1e4/30",
    "3, eis examples/cells/marquis2019.json --model dfn --frequencies 0..10/5, both above 0 Hz",
    "3, eis examples/cells/marquis2019.json --model dfn --frequencies 1..10/1, Choose 2 to 100000",
    "3, eis examples/cells/marquis2019.json --model dfn --frequencies 1..x/5, is not a number",
    "3, eis examples/cells/marquis2019.json --model spm --soc 2, Choose 0.0 to 1.0",
    "4, eis nothing.json --model dfn, nothing.json: there is no such file",
    "4, simulate nothing.json --model dfn --experiment \"Rest for 1 s\", nothing.json: there is no such file",
    "4, show nothing, there is no 'nothing'",
    "4, resume, there is no run to go on with",
    "4, report nothing, there is no 'nothing'",
  })
  void sayWhatIsWrongAndWhatToDo(int code, String line, String said) {
    Spoken answer = Spoken.to(folder, Spoken.split(line));
    assertEquals(code, answer.code(), answer.err());
    assertTrue(answer.err().startsWith("error: "), answer.err());
    assertTrue(answer.err().lines().count() <= 2, "more than one block");
    assertTrue(answer.err().contains(said), answer.err());
    assertEquals("", answer.out());
    assertFalse(answer.err().contains("\tat "), "a stack trace");
    assertTrue(Spoken.to(folder, Spoken.split(line + " --verbose")).err().contains("\tat "));
  }

  @Test
  void errorsAreJsonWhereTheResultWouldBe() throws Exception {
    Spoken answer = Spoken.to(folder, "show", "nothing", "--json");
    assertEquals(4, answer.code());
    assertEquals("", answer.err());
    JsonNode error = new ObjectMapper().readTree(answer.out()).get("error");
    assertEquals(4, error.get("code").asInt());
    assertEquals("there is no 'nothing'", error.get("message").asText());
    assertTrue(error.get("where").asText().endsWith(".cellwright"));
    assertTrue(error.get("hint").asText().contains("cellwright list"));
    String line = Spoken.to(folder, "lst", "--format", "jsonl").out();
    assertEquals(1, line.lines().count());
  }

  @Test
  void readingMakesNoHome() {
    assertEquals(0, Spoken.to(folder, "list", "--json").code());
    assertEquals(0, Spoken.to(folder, "doctor").code());
    assertFalse(Files.exists(folder.resolve(".cellwright")));
  }

  @Test
  void simulationsWriteColumnsOfTheBatteryDataFormat() throws Exception {
    String words =
        "simulate examples/cells/marquis2019.json --model spme --experiment \"Charge at 1C for 60 s\""
            + " --soc 0.5 --every \"10 s\" --json --quiet --out ";
    Spoken answer = Spoken.to(folder, Spoken.split(words + folder + "/series.csv"));
    assertEquals(0, answer.code(), answer.err());
    JsonNode summary = new ObjectMapper().readTree(answer.out());
    for (String key :
        List.of(
            "end_reason",
            "end_time_second",
            "steps",
            "newton",
            "factorisations",
            "lithium_defect",
            "charge_defect",
            "error_estimate_volt",
            "events",
            "citations")) {
      assertTrue(summary.has(key), key);
    }
    String citations = summary.get("citations").toString();
    assertTrue(citations.contains("@article{Marquis2019,"), citations);
    List<String> lines = Files.readAllLines(folder.resolve("series.csv"));
    assertTrue(
        lines.getFirst().startsWith("test_time_second,voltage_volt,current_ampere,step_count,"));
    assertEquals(8, lines.size(), "header and 0, 10, … 60 s");
    assertTrue(lines.getLast().startsWith("60,"), lines.getLast());
    assertTrue(Double.parseDouble(lines.getLast().split(",")[2]) > 0, "charging is positive");
    assertEquals(0, Spoken.to(folder, Spoken.split(words + folder + "/series.json")).code());
    JsonNode series = new ObjectMapper().readTree(folder.resolve("series.json").toFile());
    assertEquals(7, series.get("voltage_volt").size());
  }

  @Test
  void simulationsStopOrGoOnAfterWhatCannotBeDoneAsTold() throws Exception {
    String words =
        "simulate examples/cells/marquis2019.json --model spm --soc 0.1 --json"
            + " --error-estimate no --experiment \"Discharge at 2C for 1 h; Rest for 60 s\"";
    Spoken stopped = Spoken.to(folder, Spoken.split(words));
    assertEquals(1, new ObjectMapper().readTree(stopped.out()).get("events").size());
    assertTrue(stopped.err().contains("not completed: step 1: lower cut-off"), stopped.err());
    Spoken went = Spoken.to(folder, Spoken.split(words + " --on-infeasible continue"));
    assertEquals(0, went.code(), went.err());
    JsonNode events = new ObjectMapper().readTree(went.out()).get("events");
    assertEquals("cut_off", events.at("/0/completion").asText());
    assertEquals("done", events.at("/1/completion").asText());
  }

  @Test
  void driveCyclesWithoutASignAskForIt() throws Exception {
    Path cycle = Files.writeString(folder.resolve("cycle.csv"), "Time [s],Current [A]\n0,1\n9,1\n");
    String words =
        "simulate examples/cells/marquis2019.json --model spm --soc 0.5 --json --error-estimate no"
            + " --experiment "
            + cycle;
    Spoken refused = Spoken.to(folder, Spoken.split(words));
    assertEquals(3, refused.code());
    assertTrue(refused.out().contains("--discharge-positive"), refused.out());
    Spoken done =
        Spoken.to(
            folder, Spoken.split(words + " --discharge-positive --out " + folder + "/series.csv"));
    assertEquals(0, done.code(), done.err());
    String last = Files.readAllLines(folder.resolve("series.csv")).getLast();
    assertEquals(-1, Double.parseDouble(last.split(",")[2]), 1e-9);
  }

  @Test
  void impedanceIsWrittenInOhmByFrequency() throws Exception {
    String words =
        "eis examples/cells/marquis2019.json --model spm --soc 0.5 --frequencies 1e-2..1e3/6"
            + " --set \"User-defined/Positive electrode double-layer capacity [F.m-2]=0.4\" ";
    JsonNode said =
        new ObjectMapper().readTree(Spoken.to(folder, Spoken.split(words + "--json")).out());
    assertEquals(6, said.get("frequency_hertz").size());
    assertEquals(1e-2, said.at("/frequency_hertz/0").asDouble());
    assertEquals(1, said.at("/frequency_hertz/2").asDouble(), 1e-12);
    assertEquals(1e3, said.at("/frequency_hertz/5").asDouble());
    Spoken answer = Spoken.to(folder, Spoken.split(words + "--out " + folder + "/z.csv"));
    assertEquals(0, answer.code(), answer.err());
    assertEquals("", answer.out());
    List<String> lines = Files.readAllLines(folder.resolve("z.csv"));
    assertEquals("frequency_hertz,z_real_ohm,z_imag_ohm", lines.getFirst());
    assertEquals(7, lines.size());
    for (int k = 0; k < 6; k++) {
      String[] row = lines.get(k + 1).split(",");
      assertEquals(said.at("/z_real_ohm/" + k).asDouble(), Double.parseDouble(row[1]));
      assertEquals(said.at("/z_imag_ohm/" + k).asDouble(), Double.parseDouble(row[2]));
      assertTrue(Double.parseDouble(row[1]) > 0 && Double.parseDouble(row[2]) < 0, lines.get(k));
    }
    assertEquals(0, Spoken.to(folder, Spoken.split(words + "--out " + folder + "/z.json")).code());
    JsonNode columns = new ObjectMapper().readTree(folder.resolve("z.json").toFile());
    assertEquals(said.get("z_imag_ohm"), columns.get("z_imag_ohm"));
  }

  @ParameterizedTest
  @CsvSource({"positive, 3.7", "negative, 0.05"})
  void halfCellsAreCycledAgainstLithium(String electrode, double volt) throws Exception {
    String words =
        "simulate examples/cells/lg-m50-chen2020.json --model dfn --error-estimate no --half-cell "
            + electrode
            + " --experiment \"Discharge at C/5 until "
            + volt
            + " V\" --out "
            + folder
            + "/half.csv";
    Spoken done = Spoken.to(folder, Spoken.split(words));
    assertEquals(0, done.code(), done.err());
    List<String> lines = Files.readAllLines(folder.resolve("half.csv"));
    int column = List.of(lines.getFirst().split(",")).indexOf("voltage_volt");
    assertEquals(volt, Double.parseDouble(lines.getLast().split(",")[column]), 1e-6);
  }

  @Test
  void halfCellsHaveAnImpedance() throws Exception {
    String words =
        "eis examples/cells/lg-m50-chen2020.json --model dfn --frequencies 1..100/2 --json ";
    JsonNode whole = new ObjectMapper().readTree(Spoken.to(folder, Spoken.split(words)).out());
    Spoken half = Spoken.to(folder, Spoken.split(words + "--half-cell positive"));
    assertEquals(0, half.code(), half.err());
    double resistance = new ObjectMapper().readTree(half.out()).get("z_real_ohm").get(1).asDouble();
    assertTrue(resistance > 0 && resistance < whole.get("z_real_ohm").get(1).asDouble());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simulate examples/cells/marquis2019.json --experiment \"Rest for 1 s\"",
        "eis examples/cells/marquis2019.json"
      })
  void anElectrodeThatIsNoneIsRefused(String words) {
    Spoken refused = Spoken.to(folder, Spoken.split(words + " --model dfn --half-cell lithium"));
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("Choose negative or positive."), refused.err());
  }
}
