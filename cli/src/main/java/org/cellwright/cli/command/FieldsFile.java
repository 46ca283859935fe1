package org.cellwright.cli.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.cellwright.platform.formats.ColumnFile;
import org.cellwright.platform.formats.Columns;
import org.cellwright.platform.formats.Columns.Column;
import org.cellwright.platform.formats.Columns.Counts;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.platform.formats.Columns.Words;
import org.cellwright.platform.formats.ParquetWriter;
import org.cellwright.science.cell.Profiles;

/**
 * What varies across a cell, for every recorded time, in a Parquet file: one row for each volume.
 * Written while the simulation runs, so that its length is no matter; in place only once complete.
 */
final class FieldsFile implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 100_000;

  private record Moment(int step, double time, Profiles profiles) {}

  private final Path file;
  private final Path part;
  private final OutputStream out;
  private final ParquetWriter writer;
  private final List<Moment> waiting = new ArrayList<>();
  private int waitingRows;
  private long rows;
  private boolean complete;

  FieldsFile(Path file) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      out = new BufferedOutputStream(Files.newOutputStream(part));
      writer = new ParquetWriter(out);
    } catch (IOException e) {
      throw ColumnFile.cannotWrite(file, e);
    }
  }

  static void requireKnownEnding(Path file) {
    if (!file.toString().endsWith(".parquet")) {
      throw Options.usage("--fields '%s' is no .parquet".formatted(file), null);
    }
  }

  void add(int step, double time, Profiles profiles) {
    waiting.add(new Moment(step, time, profiles));
    waitingRows += profiles.volumes();
    if (waitingRows >= ROWS_AT_ONCE) {
      flush();
    }
  }

  private void flush() {
    try {
      writer.append(
          new Columns(
              List.of(
                  each("test_time_second", Moment::time),
                  new Counts(
                      "step_count",
                      waiting.stream()
                          .flatMapToLong(
                              m -> LongStream.generate(m::step).limit(m.profiles().volumes()))
                          .toArray()),
                  new Words(
                      "domain",
                      waiting.stream()
                          .flatMap(m -> m.profiles().domains().stream())
                          .map(Object::toString)
                          .toArray(String[]::new)),
                  all("x_micrometre", 1e6, Profiles::position),
                  all(
                      "electrolyte_concentration_mole_per_cubic_metre",
                      1,
                      Profiles::saltConcentration),
                  all("electrolyte_potential_volt", 1, Profiles::electrolytePotential),
                  all("solid_potential_volt", 1, Profiles::solidPotential),
                  all(
                      "interfacial_current_density_ampere_per_square_metre",
                      1,
                      Profiles::interfacialCurrentDensity),
                  all("surface_stoichiometry", 1, Profiles::surfaceStoichiometry),
                  all("mean_stoichiometry", 1, Profiles::meanStoichiometry))));
    } catch (IOException e) {
      throw ColumnFile.cannotWrite(file, e);
    }
    rows += waitingRows;
    waiting.clear();
    waitingRows = 0;
  }

  private Column each(String name, ToDoubleFunction<Moment> value) {
    return new Numbers(
        name,
        waiting.stream()
            .flatMapToDouble(m ->
                DoubleStream.generate(() -> value.applyAsDouble(m)).limit(m.profiles().volumes()))
            .toArray());
  }

  private Column all(String name, double factor, Function<Profiles, double[]> values) {
    return new Numbers(
        name,
        waiting.stream()
            .flatMapToDouble(m -> Arrays.stream(values.apply(m.profiles())))
            .map(value -> factor * value)
            .toArray());
  }

  /** Nothing more comes: puts the file into its place. Returns its number of rows. */
  long complete() {
    flush();
    try {
      writer.close();
      out.close();
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw ColumnFile.cannotWrite(file, e);
    }
    complete = true;
    return rows;
  }

  /** Leaves nothing behind if it never came to be complete. */
  @Override
  public void close() {
    if (!complete) {
      try {
        out.close();
        Files.deleteIfExists(part);
      } catch (IOException e) {
        throw ColumnFile.cannotWrite(file, e);
      }
    }
  }
}
