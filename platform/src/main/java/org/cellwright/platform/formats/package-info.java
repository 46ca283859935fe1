/**
 * Bytes to columns and back: {@link Columns} is a table, {@link ColumnFile} reads and writes it as
 * CSV, JSON or Parquet by the ending of a file's name, {@link TimeSeriesFile} reads a time series
 * under the machine names of the Battery Data Format 1.3, whatever its maker called the columns,
 * and {@link ParquetWriter} writes a long table piece by piece.
 *
 * <p>Knows no database and no network. Parquet: the format's specification,
 * github.com/apache/parquet-format, version 2.11.
 */
@NullMarked
package org.cellwright.platform.formats;

import org.jspecify.annotations.NullMarked;
