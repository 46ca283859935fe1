package org.cellwright.core;

/**
 * A method, an ordered setting of it, and its price.
 *
 * @param method the name of the method, such as {@code cell.dfn}
 * @param cost in the unit of the budget, positive
 */
public record Fidelity(String name, String method, double cost, Settings settings) {
  public Fidelity {
    if (!(cost > 0) || Double.isInfinite(cost)) {
      throw CellwrightException.refused(
          "the cost is %s; it must be a positive number".formatted(cost),
          "fidelities." + name + ".cost",
          null);
    }
  }
}
