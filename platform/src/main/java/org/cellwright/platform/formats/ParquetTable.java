package org.cellwright.platform.formats;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.formats.Columns.Column;
import org.cellwright.platform.formats.Columns.Counts;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.platform.formats.Columns.Words;

/** Reads the flat columns of a Parquet file, whoever wrote it; nested ones are passed over. */
final class ParquetTable {
  /** Held, so that the level stays set: which of its variants the library chose concerns nobody. */
  private static final Logger REMARKS = Logger.getLogger("dev.hardwood");

  private ParquetTable() {}

  static Columns read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    REMARKS.setLevel(Level.WARNING);
    try (ParquetFileReader parquet = ParquetFileReader.open(InputFile.of(file))) {
      List<Column> columns = new ArrayList<>();
      for (ColumnSchema schema : parquet.getFileSchema().getColumns()) {
        if (schema.maxRepetitionLevel() == 0 && isRead(schema.type())) {
          try (ColumnReader reader = parquet.columnReader(schema.columnIndex())) {
            columns.add(read(reader, schema));
          }
        }
      }
      return new Columns(columns);
    } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
      throw CellwrightException.refused(
          "the file is no Parquet that can be read: " + e.getMessage(), file.toString(), null);
    }
  }

  private static boolean isRead(PhysicalType type) {
    return switch (type) {
      case INT32, INT64, FLOAT, DOUBLE, BYTE_ARRAY -> true;
      case BOOLEAN, INT96, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  private static Column read(ColumnReader reader, ColumnSchema schema) {
    DoubleStream.Builder numbers = DoubleStream.builder();
    LongStream.Builder counts = LongStream.builder();
    List<String> words = new ArrayList<>();
    boolean whole = schema.type() == PhysicalType.INT32 || schema.type() == PhysicalType.INT64;
    boolean missing = false;
    while (reader.nextBatch()) {
      Validity validity = reader.getLeafValidity();
      int count = reader.getValueCount();
      missing |= validity.hasNulls();
      if (schema.type() == PhysicalType.BYTE_ARRAY) {
        String[] texts = reader.getStrings();
        for (int i = 0; i < count; i++) {
          words.add(validity.isNull(i) ? "" : texts[i]);
        }
        continue;
      }
      long[] batch =
          switch (schema.type()) {
            case INT32 -> Arrays.stream(reader.getInts()).asLongStream().toArray();
            case INT64 -> reader.getLongs();
            default -> new long[0];
          };
      double[] values =
          switch (schema.type()) {
            case DOUBLE -> reader.getDoubles();
            case FLOAT -> doubles(reader.getFloats());
            default -> Arrays.stream(batch).asDoubleStream().toArray();
          };
      for (int i = 0; i < count; i++) {
        numbers.add(validity.isNull(i) ? Double.NaN : values[i]);
        if (whole) {
          counts.add(batch[i]);
        }
      }
    }
    if (schema.type() == PhysicalType.BYTE_ARRAY) {
      return new Words(schema.name(), words.toArray(String[]::new));
    }
    return whole && !missing
        ? new Counts(schema.name(), counts.build().toArray())
        : new Numbers(schema.name(), numbers.build().toArray());
  }

  private static double[] doubles(float[] floats) {
    double[] wide = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      wide[i] = floats[i];
    }
    return wide;
  }
}
