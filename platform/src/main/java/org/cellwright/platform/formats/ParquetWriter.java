package org.cellwright.platform.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.cellwright.platform.formats.Columns.Column;
import org.cellwright.platform.formats.Columns.Counts;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.platform.formats.Columns.Words;
import org.jspecify.annotations.Nullable;

/**
 * Writes Apache Parquet, piece by piece: each call of {@link #append} becomes row groups.
 *
 * <p>The plainest form that every reader knows: flat columns (double, 64-bit integer, UTF-8), plain
 * encoding, gzip, one page for each column of a row group. A missing number or text is null. The
 * same columns give the same bytes.
 */
public final class ParquetWriter implements AutoCloseable {
  /** Rows of a group: enough for a reader to skip by, few enough to hold in memory. */
  private static final int GROUP = 100_000;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  // Numbers of the specification: physical types, repetitions, encodings, codecs.
  private static final int INT64 = 2;
  private static final int DOUBLE = 5;
  private static final int BYTE_ARRAY = 6;
  private static final int REQUIRED = 0;
  private static final int OPTIONAL = 1;
  private static final int UTF8 = 0;
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int GZIP = 2;

  private record Chunk(long offset, long uncompressed, long compressed) {}

  private record Group(int rows, List<Chunk> chunks) {}

  private final OutputStream out;
  private final List<Group> groups = new ArrayList<>();
  private @Nullable Columns form;
  private long written;

  /** Does not close {@code out}. */
  public ParquetWriter(OutputStream out) throws IOException {
    this.out = out;
    put(MAGIC);
  }

  static void write(Columns columns, OutputStream out) throws IOException {
    try (ParquetWriter writer = new ParquetWriter(out)) {
      writer.append(columns);
    }
  }

  /** Adds rows; names and kinds of the columns must stay what they were. */
  public void append(Columns rows) throws IOException {
    if (form == null) {
      form = rows;
    } else if (!form.names().equals(rows.names())) {
      throw new IllegalArgumentException(rows.names() + " after " + form.names());
    }
    for (int from = 0; from < rows.rows(); from += GROUP) {
      int to = Math.min(rows.rows(), from + GROUP);
      List<Chunk> chunks = new ArrayList<>();
      for (Column column : rows.columns()) {
        chunks.add(chunk(column.rows(from, to)));
      }
      groups.add(new Group(to - from, chunks));
    }
  }

  private Chunk chunk(Column column) throws IOException {
    byte[] page = page(column);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(page);
    }
    ThriftWriter header = new ThriftWriter();
    header.i32(1, 0).i32(2, page.length).i32(3, compressed.size());
    header.begin(5).i32(1, column.size()).i32(2, PLAIN).i32(3, RLE).i32(4, RLE).end().stop();
    long offset = written;
    put(header.bytes());
    put(compressed.toByteArray());
    int more = header.bytes().length;
    return new Chunk(offset, page.length + more, compressed.size() + more);
  }

  private static byte[] page(Column column) {
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    boolean[] present = new boolean[column.size()];
    ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < column.size(); i++) {
      switch (column) {
        case Counts counts -> values.writeBytes(eight.putLong(0, counts.values()[i]).array());
        case Numbers numbers -> {
          double value = numbers.values()[i];
          present[i] = !Double.isNaN(value);
          if (present[i]) {
            values.writeBytes(eight.putDouble(0, value).array());
          }
        }
        case Words words -> {
          byte[] text = words.values()[i].getBytes(StandardCharsets.UTF_8);
          present[i] = text.length > 0;
          if (present[i]) {
            values.write(eight.putInt(0, text.length).array(), 0, 4);
            values.writeBytes(text);
          }
        }
      }
    }
    if (column instanceof Counts) {
      return values.toByteArray();
    }
    byte[] levels = runs(present);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.write(eight.putInt(0, levels.length).array(), 0, 4);
    page.writeBytes(levels);
    page.writeBytes(values.toByteArray());
    return page.toByteArray();
  }

  /** Which values are there, as runs of equal levels. */
  private static byte[] runs(boolean[] present) {
    ByteArrayOutputStream runs = new ByteArrayOutputStream();
    int begin = 0;
    for (int i = 1; i <= present.length; i++) {
      if (i == present.length || present[i] != present[begin]) {
        ThriftWriter.varint(runs, (long) (i - begin) << 1);
        runs.write(present[begin] ? 1 : 0);
        begin = i;
      }
    }
    return runs.toByteArray();
  }

  /** Writes the footer. */
  @Override
  public void close() throws IOException {
    List<Column> columns = form == null ? List.of() : form.columns();
    ThriftWriter footer = new ThriftWriter();
    footer.i32(1, 1);
    footer.structures(2, columns.size() + 1);
    footer.begin().string(4, "table").i32(5, columns.size()).end();
    for (Column column : columns) {
      footer.begin().i32(1, type(column));
      footer.i32(3, column instanceof Counts ? REQUIRED : OPTIONAL).string(4, column.name());
      if (column instanceof Words) {
        footer.i32(6, UTF8);
      }
      footer.end();
    }
    footer.i64(3, groups.stream().mapToLong(Group::rows).sum());
    footer.structures(4, groups.size());
    for (Group group : groups) {
      footer.begin().structures(1, columns.size());
      for (int c = 0; c < columns.size(); c++) {
        Chunk chunk = group.chunks().get(c);
        footer.begin().i64(2, chunk.offset()).begin(3);
        footer.i32(1, type(columns.get(c))).i32s(2, PLAIN, RLE);
        footer.strings(3, columns.get(c).name()).i32(4, GZIP).i64(5, group.rows());
        footer.i64(6, chunk.uncompressed()).i64(7, chunk.compressed()).i64(9, chunk.offset());
        footer.end().end();
      }
      footer.i64(2, group.chunks().stream().mapToLong(Chunk::uncompressed).sum());
      footer.i64(3, group.rows()).end();
    }
    footer.string(6, "Cellwright").stop();
    byte[] bytes = footer.bytes();
    put(bytes);
    put(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
    put(MAGIC);
    out.flush();
  }

  private static int type(Column column) {
    return switch (column) {
      case Numbers n -> DOUBLE;
      case Counts c -> INT64;
      case Words w -> BYTE_ARRAY;
    };
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }
}
