package org.cellwright.science.planner.acquisition;

import java.util.List;
import org.cellwright.core.Objective;
import org.jspecify.annotations.Nullable;

/** What is to be made small, and of which outputs it is made. */
public sealed interface Wish {

  /** The names of the outputs. */
  List<String> outputs();

  /** An objective that is an output itself. */
  record Plain(Objective objective) implements Wish {
    @Override
    public List<String> outputs() {
      return List.of(objective.name());
    }
  }

  /**
   * An output to be made large or small, on the scale on which it is modelled: of a logarithm that
   * is the ratio that is gained. What it is worth in its own unit does not change the order of what
   * is better, and a skewed distribution is not taken for a normal one.
   */
  record Modelled(Objective objective) implements Wish {
    @Override
    public List<String> outputs() {
      return List.of(objective.name());
    }
  }

  /** A loss made of several outputs. */
  record Composite(List<String> outputs, Merit merit) implements Wish {
    public Composite {
      outputs = List.copyOf(outputs);
    }
  }

  /** A loss as a function of outputs. */
  @FunctionalInterface
  interface Merit {
    /**
     * The loss.
     *
     * @param outputs in the units of the surrogates
     * @param slopes gets the derivatives; null if nobody wants them
     */
    double loss(double[] outputs, double @Nullable [] slopes);
  }
}
