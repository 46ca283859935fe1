package org.cellwright.core;

/** A method that a person carries out. */
public non-sealed interface HumanStep extends Method {

  /** What the person is asked to do. */
  String instruction(Request request);
}
