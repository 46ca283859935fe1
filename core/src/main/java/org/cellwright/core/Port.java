package org.cellwright.core;

/**
 * A named, typed place where values enter or leave a method. Scalars carry the unit in which the
 * method thinks.
 */
public record Port(String name, Type type, MeasurementUnit unit, String description) {

  /** What passes through. */
  public enum Type {
    SCALAR,
    SERIES,
    CATEGORY,
    COMPOSITION,
    STRUCTURE,
    FILE
  }

  public static Port scalar(String name, String unit, String description) {
    return new Port(name, Type.SCALAR, MeasurementUnit.parse(unit), description);
  }
}
