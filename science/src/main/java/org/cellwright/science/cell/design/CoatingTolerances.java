package org.cellwright.science.cell.design;

import java.util.SplittableRandom;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.UserDefined;

/**
 * How far a coating line strays from what was asked of it, each uniform and independent.
 *
 * @param thickness of a coating, as a fraction of it
 * @param porosity absolute
 * @param radius of particles, as a fraction of it
 */
record CoatingTolerances(double thickness, double porosity, double radius) {
  private static final String GROUP = "Coating tolerances";
  // Every candidate meets the same draws, so that candidates differ by their design alone.
  private static final long SEED = 0x6365_6c6c_7772L;

  /**
   * @throws CellwrightException REFUSED if the cell file does not state them
   */
  static CoatingTolerances of(UserDefined values) {
    String why = "Draws from the coating line need it; add it to the cell file or set 'draws: 1'.";
    return new CoatingTolerances(
        values.required(why, GROUP, "Thickness, relative"),
        values.required(why, GROUP, "Porosity, absolute"),
        values.required(why, GROUP, "Particle radius, relative"));
  }

  /** The first is what was asked for; the separator is bought, not coated. */
  Stack.Geometry[] draws(Stack.Geometry asked, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    Stack.Geometry[] draws = new Stack.Geometry[count];
    draws[0] = asked;
    for (int k = 1; k < count; k++) {
      draws[k] =
          new Stack.Geometry(
              asked.negativeThickness() * (1 + thickness * either(random)),
              asked.separatorThickness(),
              asked.positiveThickness() * (1 + thickness * either(random)),
              asked.negativePorosity() + porosity * either(random),
              asked.positivePorosity() + porosity * either(random),
              asked.negativeRadius() * (1 + radius * either(random)),
              asked.positiveRadius() * (1 + radius * either(random)));
    }
    return draws;
  }

  private static double either(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }
}
