package org.cellwright.core;

import java.util.List;

/** A program of somebody else's. This side only renders and parses; an executor runs it. */
public non-sealed interface ExternalProgram extends Method {

  /** The program and its arguments. */
  List<String> command();

  /** What it reads on standard input. */
  byte[] render(Request request);

  /** The outcome in what it wrote on standard output. */
  Outcome parse(Request request, byte[] output);
}
