package org.cellwright.platform.formats;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes the compact protocol of Apache Thrift, as far as Parquet's metadata needs it. */
final class ThriftWriter {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  byte[] bytes() {
    return bytes.toByteArray();
  }

  ThriftWriter i32(int field, int value) {
    header(field, I32);
    varint(zigzag(value));
    return this;
  }

  ThriftWriter i64(int field, long value) {
    header(field, I64);
    varint(zigzag(value));
    return this;
  }

  ThriftWriter string(int field, String text) {
    header(field, BINARY);
    return string(text);
  }

  ThriftWriter begin(int field) {
    header(field, STRUCT);
    return begin();
  }

  /** An element of a list of structures. */
  ThriftWriter begin() {
    outer.push(last);
    last = 0;
    return this;
  }

  ThriftWriter end() {
    stop();
    last = outer.pop();
    return this;
  }

  /** Ends the outermost structure. */
  void stop() {
    bytes.write(0);
  }

  ThriftWriter structures(int field, int size) {
    return list(field, size, STRUCT);
  }

  ThriftWriter strings(int field, String... texts) {
    list(field, texts.length, BINARY);
    for (String text : texts) {
      string(text);
    }
    return this;
  }

  ThriftWriter i32s(int field, int... values) {
    list(field, values.length, I32);
    for (int value : values) {
      varint(zigzag(value));
    }
    return this;
  }

  private ThriftWriter list(int field, int size, int type) {
    header(field, LIST);
    if (size < 15) {
      bytes.write(size << 4 | type);
    } else {
      bytes.write(0xF0 | type);
      varint(size);
    }
    return this;
  }

  private ThriftWriter string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  private void header(int field, int type) {
    int step = field - last;
    if (step < 1 || step > 15) {
      throw new IllegalArgumentException("field %d after %d".formatted(field, last));
    }
    bytes.write(step << 4 | type);
    last = field;
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  private void varint(long value) {
    varint(bytes, value);
  }

  static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
