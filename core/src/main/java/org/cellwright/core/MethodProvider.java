package org.cellwright.core;

import java.util.SequencedMap;

/** Makes a method of one name ready; found through {@link java.util.ServiceLoader}. */
public interface MethodProvider {

  /** A file that a campaign names for its methods, such as its base cell. */
  record NamedFile(String name, byte[] content) {}

  /** The name that campaign files use, such as {@code cell.dfn}. */
  String name();

  /**
   * @param files by the key of the campaign file that names them, such as {@code cell}
   * @throws CellwrightException REFUSED if a setting or a file is wrong or missing
   */
  Method configure(Settings settings, SequencedMap<String, NamedFile> files);
}
