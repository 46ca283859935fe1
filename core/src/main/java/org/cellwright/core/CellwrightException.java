package org.cellwright.core;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong that a person can act on: what, where, and what to do next.
 *
 * <p>A defect of Cellwright itself is never one of these; it stays the {@link RuntimeException}
 * that it is.
 */
public final class CellwrightException extends RuntimeException {

  /** What the caller may conclude; the command line turns each kind into its exit code. */
  public enum Kind {
    /** The words of the command are wrong. */
    USAGE,
    /** The input was read and refused. */
    REFUSED,
    /** There is no such thing. */
    ABSENT,
    /** Changed since, held by another, or there with other content. */
    CONFLICT,
    /** A person has to act first. */
    WAITING,
    /** Disk, memory or a lock is short; the same words may work later. */
    SHORT,
    /** The work itself failed: a solver gave up, nothing was feasible. */
    FAILED
  }

  private final Kind kind;
  private final @Nullable String where;
  private final @Nullable String hint;

  /**
   * @param what what was wrong, with the value and its unit
   * @param where file, line, field or JSON path; null where the message says it all
   * @param hint what to do next; starts with "Maybe" where it is a guess at the cause
   */
  public CellwrightException(
      Kind kind, String what, @Nullable String where, @Nullable String hint) {
    super(what);
    this.kind = kind;
    this.where = where;
    this.hint = hint;
  }

  public static CellwrightException refused(
      String what, @Nullable String where, @Nullable String hint) {
    return new CellwrightException(Kind.REFUSED, what, where, hint);
  }

  public static CellwrightException failed(
      String what, @Nullable String where, @Nullable String hint) {
    return new CellwrightException(Kind.FAILED, what, where, hint);
  }

  /** The same trouble, found at a place that only the caller knows. */
  public CellwrightException at(String place) {
    String full = where == null ? place : place + ": " + where;
    CellwrightException located = new CellwrightException(kind, what(), full, hint);
    located.initCause(this);
    return located;
  }

  public Kind kind() {
    return kind;
  }

  public String what() {
    return String.valueOf(super.getMessage());
  }

  public @Nullable String where() {
    return where;
  }

  public @Nullable String hint() {
    return hint;
  }
}
