/**
 * The Battery Parameter eXchange format: its field names, its function strings, and the way between
 * JSON and the records of {@link org.cellwright.science.cell}. Other rooms use {@link
 * org.cellwright.science.cell.Bpx}.
 */
@NullMarked
package org.cellwright.science.cell.bpx;

import org.jspecify.annotations.NullMarked;
