package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellwright.platform.formats.ColumnFile;
import org.cellwright.platform.formats.Columns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
  @TempDir Path folder;

  private static final String POROSITY = "Separator/Porosity";
  private static final String THICKNESS = "Negative electrode/Thickness [m]";

  @BeforeEach
  void aCellIsAtHand() throws Exception {
    Files.copy(Path.of("..", "examples", "cells", "marquis2019.json"), folder.resolve("c.json"));
  }

  private Spoken sweep(String out, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("sweep", "c.json", "--model", "spme", "--out", out, "--workers", "2"));
    words.addAll(List.of("--experiment", "Discharge at 1C until 3.105 V"));
    words.addAll(List.of(more));
    return Spoken.to(folder, words.toArray(String[]::new));
  }

  private Spoken twelve(String out, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of("--vary", THICKNESS + " = 80..120/4 um", "--vary", POROSITY + "=0.5..1/3"));
    words.addAll(List.of(more));
    return sweep(out, words.toArray(String[]::new));
  }

  @Test
  void everyCombinationIsARowInTheUnitOfTheField() {
    Spoken answer = twelve("s.csv");
    assertEquals(0, answer.code(), answer.err());
    assertEquals("12 of 12 cases in s.csv: 12 ok\n", answer.out());
    Columns rows = ColumnFile.read(folder.resolve("s.csv"));
    assertEquals(12, rows.rows());
    assertEquals(List.of("case", THICKNESS, POROSITY, "status"), rows.names().subList(0, 4));
    double[] thickness = rows.numbers(THICKNESS);
    double[] porosity = rows.numbers(POROSITY);
    double[] step = {80e-6, 93.3333333333333e-6, 106.666666666667e-6, 120e-6};
    for (int k = 0; k < 12; k++) {
      assertEquals(step[k / 3], thickness[k], 1e-18);
      assertEquals(0.5 + 0.25 * (k % 3), porosity[k]);
    }
    // One of them alone says the same.
    Spoken alone =
        Spoken.to(
            folder,
            "simulate",
            "c.json",
            "--model",
            "spme",
            "--experiment",
            "Discharge at 1C until 3.105 V",
            "--set",
            THICKNESS + "=120 um",
            "--set",
            POROSITY + "=0.75",
            "--out",
            "alone.parquet",
            "--error-estimate",
            "no");
    assertEquals(0, alone.code(), alone.err());
    Columns series = ColumnFile.read(folder.resolve("alone.parquet"));
    double[] time = series.numbers("test_time_second");
    assertEquals(time[time.length - 1], rows.numbers("end_time_second")[10]);
    double[] charge = series.numbers("net_capacity_ah");
    assertEquals(charge[charge.length - 1], rows.numbers("charge_ampere_hour")[10]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s.bdf.csv", "s.bdf.parquet"})
  void batteryDataHaveNamesInSnakeCaseWithTheUnitLast(String name) {
    String deviation = "User-defined/Negative electrode particle radius standard deviation [m]";
    String transfer = "State/Thermal environment/Heat transfer coefficient [W.m-2.K-1]";
    Spoken answer =
        sweep(
            name,
            "--vary",
            THICKNESS + "=80..120/2 um",
            "--vary",
            POROSITY + "=0.5..1/2",
            "--vary",
            deviation + "=0..1/2 um",
            "--vary",
            transfer + "=10..20/2");
    assertEquals(0, answer.code(), answer.err());
    Columns rows = ColumnFile.read(folder.resolve(name));
    assertEquals(
        List.of(
            "case",
            "negative_electrode_thickness_metre",
            "separator_porosity",
            "user_defined_negative_electrode_particle_radius_standard_deviation_metre",
            "state_thermal_environment_heat_transfer_coefficient_watt_per_square_metre_per_kelvin",
            "status"),
        rows.names().subList(0, 6));
    assertEquals(120e-6, rows.numbers("negative_electrode_thickness_metre")[15], 1e-18);
    for (String column : rows.names()) {
      assertTrue(column.matches("[a-z][a-z0-9_]*"), column);
    }
  }

  @Test
  void aFieldIsVariedOnce() {
    String[] twice = {"--vary", POROSITY + "=0.5..1/2", "--vary", POROSITY + "=0.6..0.7/2"};
    Spoken answer = sweep("s.bdf.csv", twice);
    assertEquals(3, answer.code(), answer.err());
    assertTrue(answer.err().contains("Vary each field once"), answer.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s.csv", "s.json", "s.parquet"})
  void interruptedAndGoneOnWithGivesTheSameBytes(String name) throws Exception {
    assertEquals(0, twelve("whole/" + name).code());
    Path whole = folder.resolve("whole").resolve(name);
    Path journal = folder.resolve("whole").resolve(name + ".sweep.jsonl");
    List<String> lines = Files.readAllLines(journal);
    assertEquals(13, lines.size());
    // As a power cut leaves it: four cases of no particular order, and half a line.
    Path part = Files.createDirectories(folder.resolve("part"));
    Files.writeString(
        part.resolve(name + ".sweep.jsonl"),
        String.join("\n", lines.get(0), lines.get(7), lines.get(2), lines.get(12), lines.get(5), "")
            + lines.get(6).substring(0, 30));
    Spoken again = twelve("part/" + name);
    assertEquals(0, again.code(), again.err());
    assertTrue(again.err().contains("4 of 12 cases are done already"), again.err());
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(part.resolve(name)));
    assertEquals(13, Files.readAllLines(part.resolve(name + ".sweep.jsonl")).size());
    // Done is done: nothing is simulated again.
    assertEquals(0, twelve("part/" + name).code());
    assertEquals(13, Files.readAllLines(part.resolve(name + ".sweep.jsonl")).size());
  }

  @Test
  void anInterruptionKeepsWhatIsDone() throws Exception {
    Spoken[] answer = new Spoken[1];
    String[] finer = {"--mesh", "60/30/60/60", "--rtol", "1e-8"};
    Thread main = new Thread(() -> answer[0] = twelve("s.csv", finer));
    main.start();
    Path journal = folder.resolve("s.csv.sweep.jsonl");
    while (main.isAlive() && (!Files.exists(journal) || Files.readAllLines(journal).size() < 4)) {
      Thread.sleep(5);
    }
    main.interrupt();
    main.join();
    int kept = Files.readAllLines(journal).size() - 1;
    assertTrue(kept >= 3, kept + " kept");
    assertEquals(kept < 12 ? 130 : 0, answer[0].code(), answer[0].err());
    assertEquals(kept, ColumnFile.read(folder.resolve("s.csv")).rows());
    assertEquals(0, twelve("s.csv", finer).code());
    assertEquals(0, twelve("t.csv", finer).code());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("t.csv")), Files.readAllBytes(folder.resolve("s.csv")));
  }

  @Test
  void neverTouchesWhatBelongsToAnother() throws Exception {
    Files.writeString(folder.resolve("mine.csv"), "precious\n");
    assertEquals(5, twelve("mine.csv").code());
    assertEquals("precious\n", Files.readString(folder.resolve("mine.csv")));
    assertEquals(0, twelve("s.csv").code());
    byte[] before = Files.readAllBytes(folder.resolve("s.csv"));
    for (String[] other :
        List.of(
            new String[] {"--soc", "0.9"},
            new String[] {"--set", "Cell/Nominal cell capacity [A.h]=0.7"},
            new String[] {"--vary", "Cell/Electrode area [m2]=0.02..0.03/2"})) {
      Spoken answer = twelve("s.csv", other);
      assertEquals(5, answer.code(), answer.err());
      assertTrue(answer.err().contains("belongs to another sweep"), answer.err());
    }
    assertArrayEquals(before, Files.readAllBytes(folder.resolve("s.csv")));
  }

  @Test
  void whatCannotBeSimulatedIsARowWithItsReason() throws Exception {
    Spoken answer = sweep("s.csv", "--vary", POROSITY + "=0.5..1.5/3", "--json");
    assertEquals(6, answer.code(), answer.err());
    JsonNode counts = new ObjectMapper().readTree(answer.out());
    assertEquals(3, counts.get("cases").asInt());
    assertEquals(2, counts.get("ok").asInt());
    assertEquals(1, counts.get("refused").asInt());
    String last = Files.readAllLines(folder.resolve("s.csv")).getLast();
    assertTrue(last.startsWith("3,1.5,refused,"), last);
    assertTrue(last.contains("not within 0 to 1"), last);
    assertTrue(last.endsWith(",,,,,,"), last);
  }
}
