package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellModel.LEAST_CONCENTRATION;
import static org.cellwright.science.cell.continuum.CellModel.square;

/**
 * The plating margin of the {@link Dfn}. To the face with the separator Φ is continued over half a
 * volume with the gradient at the middle of that half, where the ionic current lacks a quarter of
 * what the volume reacts.
 */
final class DfnPlatingMargin implements PlatingMargin {
  private final CellData data;
  private final ElectrolyteTransport electrolyte;
  private final NewtonSystem equations;
  private final Coating negative;

  /** The volume to the right of the face, and the last one to its left. */
  private final int right;

  private final int last;

  private final int current;
  private final int temperature;

  /** A volume, or {@link #right} for the face. */
  private int place;

  /**
   * @param current index of the current density
   * @param temperature index of the temperature
   */
  DfnPlatingMargin(
      CellData data,
      ElectrolyteTransport electrolyte,
      NewtonSystem equations,
      Coating negative,
      int current,
      int temperature) {
    this.data = data;
    this.electrolyte = electrolyte;
    this.equations = equations;
    this.negative = negative;
    this.current = current;
    this.temperature = temperature;
    right = negative.nodes;
    last = right - 1;
  }

  @Override
  public double least(double[] y) {
    place = right;
    double least = atFace(y);
    for (int m = 0; m < right; m++) {
      double here = y[negative.phi + m];
      if (here < least) {
        least = here;
        place = m;
      }
    }
    return least;
  }

  private double atFace(double[] y) {
    double lacking = lacking(y);
    return y[negative.phi + last]
        - lacking * 0.5 * negative.solidResistance
        + (y[current] - lacking) * electrolyte.ionicHalf[last]
        - diffusional(y) * Math.log(faceConcentration(y) / Math.max(y[last], LEAST_CONCENTRATION));
  }

  private double lacking(double[] y) {
    return 0.25 * negative.reacted(last, y);
  }

  private double diffusional(double[] y) {
    return electrolyte.factor[last] * electrolyte.diffusional(y[temperature]);
  }

  /** Share of the step in concentration that falls before the face. */
  private double share() {
    double[] half = electrolyte.saltHalf;
    return half[last] / (half[last] + half[right]);
  }

  /** Salt at the face, mol/m³. */
  private double faceConcentration(double[] y) {
    return Math.max(y[last] + (y[right] - y[last]) * share(), LEAST_CONCENTRATION);
  }

  @Override
  public void along(double[] y, int solutions, double[] changes) {
    for (int k = 0; k < solutions; k++) {
      changes[k] = place < right ? equations.potential[k][place] : atFaceAlong(k, y);
    }
  }

  private double atFaceAlong(int k, double[] y) {
    double dLacking = 0;
    for (Reaction r : negative.reactions) {
      dLacking += 0.25 * negative.area(r) * r.delta[k][last];
    }
    double[] saltHalf = electrolyte.saltHalf;
    double[] saltHalfSlope = electrolyte.saltHalfSlope;
    double kelvin = y[temperature];
    double diffusional = diffusional(y);
    double ohmic = electrolyte.ionicHalf[last];
    double passing = y[current] - lacking(y);
    double salt = electrolyte.salt[last];
    double dc = equations.salt[k][last];
    double dcRight = equations.salt[k][right];
    double share = share();
    double dShare =
        ((1 - share) * saltHalfSlope[last] * dc - share * saltHalfSlope[right] * dcRight)
            / (saltHalf[last] + saltHalf[right]);
    double face = faceConcentration(y);
    double dFace = dc + (dcRight - dc) * share + (y[right] - y[last]) * dShare;
    double change =
        equations.potential[k][last]
            - dLacking * (0.5 * negative.solidResistance + ohmic)
            + passing * electrolyte.ionicHalfSlope[last] * dc
            - diffusional * (dFace / face - dc / salt);
    if (k == 1) {
      change += ohmic;
    } else if (k == 2) {
      change -=
          passing * ohmic * data.electrolyteConductivityActivation / square(kelvin)
              + diffusional / kelvin * Math.log(face / salt);
    }
    return change;
  }
}
