package org.cellwright.platform.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.formats.Columns.Counts;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.platform.formats.Columns.Words;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnFileTest {
  @TempDir Path folder;

  /** More rows than a group of a Parquet file holds, with holes, extremes and quotation marks. */
  private static Columns anything(int rows) {
    Random random = new Random(1);
    double[] numbers = new double[rows];
    long[] counts = new long[rows];
    String[] words = new String[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = i % 7 == 3 ? Double.NaN : random.nextGaussian() * Math.pow(10, i % 600 - 300);
      counts[i] = random.nextLong() >> i % 60;
      words[i] = i % 3 == 0 ? "" : "stück \"%d\", µm".formatted(i);
    }
    return new Columns(
        List.of(
            new Numbers("voltage_volt", numbers),
            new Counts("step_count", counts),
            new Words("end_reason", words)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.parquet", "t.bdf.parquet", "t.csv", "deep/er/t.bdf.csv", "t.json"})
  void whatIsWrittenIsReadBackEqual(String name) {
    Path file = folder.resolve(name);
    int rows = name.endsWith("parquet") ? 250_001 : 1000;
    Columns written = anything(rows);
    ColumnFile.write(file, written);
    Columns read = ColumnFile.read(file);
    assertEquals(written.names(), read.names());
    assertEquals(rows, read.rows());
    assertArrayEquals(written.numbers("voltage_volt"), read.numbers("voltage_volt"));
    for (int c = 1; c < 3; c++) {
      for (int i = 0; i < rows; i++) {
        if (c == 2 || !name.endsWith("csv")) {
          assertEquals(written.columns().get(c).text(i), read.columns().get(c).text(i));
        }
      }
    }
    assertFalse(Files.exists(folder.resolve(name + ".part")));
  }

  @Test
  void theSameColumnsGiveTheSameParquet() throws Exception {
    ByteArrayOutputStream once = new ByteArrayOutputStream();
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    ParquetWriter.write(anything(500), once);
    ParquetWriter.write(anything(500), twice);
    assertArrayEquals(once.toByteArray(), twice.toByteArray());
  }

  @Test
  void anEmptyTableIsATableToo() {
    Path file = folder.resolve("t.parquet");
    ColumnFile.write(file, anything(0));
    assertEquals(0, ColumnFile.read(file).rows());
  }

  @Test
  void damagedFilesAreRefusedByName() throws Exception {
    Path parquet = folder.resolve("t.parquet");
    ColumnFile.write(parquet, anything(100));
    byte[] bytes = Files.readAllBytes(parquet);
    Files.write(parquet, Arrays.copyOf(bytes, bytes.length / 2));
    Path json = Files.writeString(folder.resolve("t.json"), "{\"a\": [1], \"b\": [1, 2]}");
    Path noTable = Files.writeString(folder.resolve("u.json"), "[1, 2]");
    for (Path file : List.of(parquet, json, noTable)) {
      CellwrightException e = assertThrows(CellwrightException.class, () -> ColumnFile.read(file));
      assertEquals(CellwrightException.Kind.REFUSED, e.kind(), file.toString());
      assertEquals(file.toString(), e.where());
    }
    CellwrightException absent =
        assertThrows(
            CellwrightException.class, () -> ColumnFile.read(folder.resolve("no.parquet")));
    assertEquals(CellwrightException.Kind.ABSENT, absent.kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test_time_second,voltage_volt,current_ampere\n0,4.1,-1\n3600,4,-1",
        "Test Time / h,Voltage / mV,Current / A\n0,4100,-1\n1,4000,-1",
        "Time [s];Terminal voltage [V];Current [A]\n0;4.1;-1\n3600;4.0;-1",
        "Total Time(s)\tVoltage(V)\tCurrent(mA)\n0\t4.1\t-1000\n3600\t4\t-1000",
        "Test_Time,Voltage,Current\n0,4.1,-1\n3600,4,-1",
        "test_time_millisecond,voltage_millivolt,current_ampere\n0,4100,-1\n3600000,4000,-1",
        "# of somebody\ntime/s,Ecell/V,I/mA\n0,4.1,-1000\n3600,4.0,-1000",
        "Test Time / s,Voltage,current_ampere,Voltage / mV\n0,9,-1,4100\n3600,9,-1,4000"
      })
  void columnsAreKnownByManyNames(String csv) throws Exception {
    Path file = Files.writeString(folder.resolve("t.csv"), csv);
    TimeSeriesFile series = TimeSeriesFile.read(file);
    assertArrayEquals(new double[] {0, 3600}, series.columns().numbers("test_time_second"), 1e-9);
    assertArrayEquals(new double[] {4.1, 4}, series.columns().numbers("voltage_volt"), 1e-12);
    assertArrayEquals(new double[] {-1, -1}, series.columns().numbers("current_ampere"), 1e-12);
    assertEquals(csv.startsWith("Test_Time") ? 3 : 0, series.notes().size());
  }

  /** Written by Arrow for C++ with snappy and dictionaries, under deprecated names. */
  @Test
  void whatOthersWroteIsRead() {
    Path data =
        Path.of(System.getenv().getOrDefault("CELLWRIGHT_REFERENCE_DATA", "../../shared/data"));
    Path file = data.resolve("cycler/bdf/legacy.bdf.parquet");
    Assumptions.assumeTrue(Files.exists(file), "needs the reference data");
    TimeSeriesFile series = TimeSeriesFile.read(file);
    double[] time = series.columns().numbers("test_time_second");
    double[] voltage = series.columns().numbers("voltage_volt");
    assertEquals(5000, time.length);
    assertEquals(148_781.953, time[4999], 1e-9);
    // What pyarrow reads.
    assertEquals(0.24115434288978577, voltage[0]);
    assertEquals(4.026607990264893, voltage[4999]);
    assertEquals(16534.112098649144, Arrays.stream(voltage).sum(), 1e-8);
  }

  @Test
  void aStepsOwnTimeIsNoTestTime() throws Exception {
    Path file = Files.writeString(folder.resolve("t.csv"), "Step Time (s),Voltage (V)\n0,4\n");
    CellwrightException e =
        assertThrows(CellwrightException.class, () -> TimeSeriesFile.read(file));
    assertTrue(e.what().contains("Step Time (s)"), e.what());
  }
}
