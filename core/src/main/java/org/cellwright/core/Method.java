package org.cellwright.core;

import java.util.List;

/**
 * Anything that answers a question about a design: a simulation, an external code, a robot, a
 * life-cycle model.
 *
 * <p>Sealed by how it runs; each of the four is open to everybody. A new idea is a new method and
 * touches no other room.
 */
public sealed interface Method permits Computation, ExternalProgram, Service, HumanStep {

  /**
   * Name, version and a digest of everything else that decides its answers (settings, cell file,
   * program).
   */
  record Identity(String name, String version, String digest) {}

  /** Whether running it again is free of consequence. */
  enum Effect {
    NONE,
    /** Consumes or moves something; never repeated by a machine. */
    PHYSICAL
  }

  Identity identity();

  List<Port> inputs();

  List<Port> outputs();

  default Effect effect() {
    return Effect.NONE;
  }
}
