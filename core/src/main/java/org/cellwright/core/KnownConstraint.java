package org.cellwright.core;

/** A rule that is known before anything is tried, such as {@code EC + DMC <= 0.8}. */
public interface KnownConstraint {

  /** As written. */
  String text();

  /** Zero or positive where the rule is kept; SI units. */
  double slack(Design design);
}
