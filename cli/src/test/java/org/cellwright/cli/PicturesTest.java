package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.cellwright.platform.formats.ColumnFile;
import org.cellwright.platform.formats.Columns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and pictures of simulate, eis and compare. */
class PicturesTest {
  private static final String SIMULATE =
      "simulate c.json --model dfn --mesh 5/4/6/8 --error-estimate no"
          + " --experiment \"Discharge at 1C for 10 min; Rest for 5 min\" ";

  @TempDir Path folder;

  @BeforeEach
  void aCellIsAtHand() throws Exception {
    Files.copy(Path.of("..", "examples", "cells", "marquis2019.json"), folder.resolve("c.json"));
  }

  private Spoken say(String line) {
    return Spoken.to(folder, Spoken.split(line));
  }

  @Test
  void oneSeriesInEveryFormat() {
    Columns[] read = new Columns[4];
    List<String> files = List.of("a.csv", "a.json", "a.parquet", "deep/a.bdf.parquet");
    for (int k = 0; k < files.size(); k++) {
      Spoken answer = say(SIMULATE + "--quiet --out " + files.get(k));
      assertEquals(0, answer.code(), answer.err());
      assertEquals("", answer.out());
      read[k] = ColumnFile.read(folder.resolve(files.get(k)));
    }
    for (Columns columns : read) {
      assertEquals(read[0].names(), columns.names());
      for (String name : columns.names()) {
        assertArrayEquals(read[0].numbers(name), columns.numbers(name), name);
      }
    }
  }

  @Test
  void fieldsHaveARowForEachVolumeAtEachTime() {
    assertEquals(0, say(SIMULATE + "--out a.csv --fields f.parquet").code());
    Columns series = ColumnFile.read(folder.resolve("a.csv"));
    Columns fields = ColumnFile.read(folder.resolve("f.parquet"));
    int volumes = 5 + 4 + 6;
    assertEquals(volumes * series.rows(), fields.rows());
    double[] time = fields.numbers("test_time_second");
    double[] x = fields.numbers("x_micrometre");
    double[] solid = fields.numbers("solid_potential_volt");
    double[] electrolyte = fields.numbers("electrolyte_potential_volt");
    for (int i = 0; i < fields.rows(); i++) {
      int volume = i % volumes;
      assertEquals(series.numbers("test_time_second")[i / volumes], time[i]);
      assertTrue(volume == 0 || x[i] > x[i - 1], "not from foil to foil");
      assertEquals(volume >= 5 && volume < 9, Double.isNaN(solid[i]));
      assertEquals(
          volume < 5 ? "negative electrode" : volume < 9 ? "separator" : "positive electrode",
          fields.find("domain").orElseThrow().text(i));
    }
    // The smallest difference of the potentials is the plating margin, but for the last half
    // volume.
    double[] margin = series.numbers("plating_margin_volt");
    for (int k = 0; k < series.rows(); k++) {
      double least = Double.POSITIVE_INFINITY;
      for (int m = 0; m < 5; m++) {
        least = Math.min(least, solid[k * volumes + m] - electrolyte[k * volumes + m]);
      }
      assertTrue(margin[k] <= least + 1e-6, margin[k] + " > " + least);
      assertEquals(least, margin[k], 5e-3);
    }
    assertFalse(Files.exists(folder.resolve("f.parquet.part")));
  }

  @Test
  void simulatePlotsIntoFilesAndOntoTheTerminal() throws Exception {
    assertEquals(0, say(SIMULATE + "--plot p.svg --quiet").code());
    String svg = Files.readString(folder.resolve("p.svg"));
    for (String axis : List.of("voltage, V", "current, A", "plating margin, mV", "time, min")) {
      assertTrue(svg.contains(axis), axis);
    }
    assertEquals(0, say(SIMULATE + "--plot p.png").code());
    assertTrue(ImageIO.read(folder.resolve("p.png").toFile()).getWidth() > 1000);
    Spoken here = say(SIMULATE + "--plot");
    assertTrue(here.out().contains("voltage, V\n") && here.out().contains("┤"), here.out());
    Spoken json = say(SIMULATE + "--json --plot");
    assertTrue(new ObjectMapper().readTree(json.out()).has("end_reason"));
    assertTrue(json.err().contains("voltage, V\n"), "drawn beside the document");
  }

  @Test
  void eisPlotsTheNyquistPlot() throws Exception {
    String eis = "eis c.json --model spm --soc 0.5 --frequencies 1e-2..1e3/7 --quiet ";
    assertEquals(0, say(eis + "--plot n.svg --out z.parquet").code());
    String svg = Files.readString(folder.resolve("n.svg"));
    assertEquals(7, svg.split("<circle", -1).length - 1);
    assertTrue(svg.contains("−imaginary, mΩ"), svg);
    JsonNode said = new ObjectMapper().readTree(say(eis + "--json").out());
    Columns written = ColumnFile.read(folder.resolve("z.parquet"));
    for (String name : written.names()) {
      for (int k = 0; k < 7; k++) {
        assertEquals(said.get(name).get(k).asDouble(), written.numbers(name)[k]);
      }
    }
    said.fieldNames().forEachRemaining(key -> assertTrue(key.matches("[a-z][a-z0-9_]*"), key));
  }

  @Test
  void compareSaysHowFarTwoFilesAreApart() throws Exception {
    assertEquals(0, say(SIMULATE + "--out a.csv").code());
    assertEquals(0, say(SIMULATE.replace("dfn", "spme") + "--out b.parquet").code());
    JsonNode same = new ObjectMapper().readTree(say("compare a.csv a.csv --json").out());
    for (String key : List.of("rms_volt", "mean_volt", "mean_absolute_volt", "largest_volt")) {
      assertEquals(0, same.get(key).asDouble(), key);
    }
    Spoken answer = say("compare a.csv b.parquet --json --out d.svg");
    assertEquals(0, answer.code(), answer.err());
    JsonNode difference = new ObjectMapper().readTree(answer.out());
    double rms = difference.get("rms_volt").asDouble();
    assertTrue(rms > 1e-4 && rms < 0.02, difference.toString());
    assertTrue(Math.abs(difference.get("largest_volt").asDouble()) >= rms);
    assertEquals(900, difference.get("to_second").asDouble());
    assertTrue(Files.readString(folder.resolve("d.svg")).contains("B − A, mV"));
    assertEquals(0, say("compare a.csv b.parquet --column Voltage").code());
    JsonNode back = new ObjectMapper().readTree(say("compare b.parquet a.csv --json").out());
    assertEquals(rms, back.get("rms_volt").asDouble(), 1e-15);
    assertEquals(-difference.get("mean_volt").asDouble(), back.get("mean_volt").asDouble(), 1e-15);
    // Everything 5 mV higher, in other words for the same columns and in hours.
    Columns a = ColumnFile.read(folder.resolve("a.csv"));
    StringBuilder csv = new StringBuilder("Time [h],Terminal voltage [V]\n");
    for (int i = 0; i < a.rows(); i++) {
      csv.append(a.numbers("test_time_second")[i] / 3600).append(',');
      csv.append(a.numbers("voltage_volt")[i] + 0.005).append('\n');
    }
    Files.writeString(folder.resolve("pybamm.csv"), csv);
    JsonNode higher = new ObjectMapper().readTree(say("compare a.csv pybamm.csv --json").out());
    assertEquals(0.005, higher.get("mean_volt").asDouble(), 1e-9);
    assertEquals(0.005, higher.get("rms_volt").asDouble(), 1e-6);
  }
}
