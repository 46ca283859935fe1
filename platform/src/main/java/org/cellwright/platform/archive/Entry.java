package org.cellwright.platform.archive;

/** Something in the archive that has a name of its own. */
public sealed interface Entry permits RunSummary, EvaluationSummary, ArtifactSummary {

  /** By which {@link Archive#find} finds it again. */
  String id();
}
