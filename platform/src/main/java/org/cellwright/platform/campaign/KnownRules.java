package org.cellwright.platform.campaign;

import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.Variable;

/** Where the reader of known constraints will be plugged in. */
final class KnownRules {
  private KnownRules() {}

  static KnownConstraint parse(String text, List<Variable> variables) {
    throw CellwrightException.refused(
        "known constraints cannot be read yet: '%s' over %d variables"
            .formatted(text, variables.size()),
        null,
        null);
  }
}
