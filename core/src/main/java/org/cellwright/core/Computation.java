package org.cellwright.core;

import java.util.Optional;

/**
 * A method that runs in this process. Parallel streams inside it use the pool it was started on,
 * which bounds them.
 */
public non-sealed interface Computation extends Method {

  /**
   * Answers; a question without a physical answer is an outcome FAILED, not an exception.
   *
   * @throws InterruptedException if asked to stop; nothing is kept
   */
  Outcome compute(Request request) throws InterruptedException;

  /** The same question asked on a finer mesh at a tighter tolerance, where the method has one. */
  default Optional<Computation> refined() {
    return Optional.empty();
  }
}
