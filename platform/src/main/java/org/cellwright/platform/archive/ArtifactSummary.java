package org.cellwright.platform.archive;

import java.util.List;

/**
 * A file kept by the hash of its content.
 *
 * @param id SHA-256 in 64 hexadecimal digits
 * @param size in bytes
 * @param uses who refers to it and by which name
 */
public record ArtifactSummary(String id, long size, List<Use> uses) implements Entry {

  /**
   * One reference to it.
   *
   * @param evaluation empty for a file of the run itself, such as its campaign file
   */
  public record Use(String run, String evaluation, String name, String mediaType) {}

  public ArtifactSummary {
    uses = List.copyOf(uses);
  }
}
