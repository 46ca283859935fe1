package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.bpx.BpxKey;

/** The cell that is left when what {@link State.Degradation} names is gone. */
final class DegradedCell {
  private DegradedCell() {}

  /** See {@link Bpx#degraded}. */
  static Bpx of(Bpx bpx) {
    Optional<State.Degradation> stated = bpx.state().degradation();
    if (stated.isEmpty()) {
      return bpx;
    }
    State.Degradation lost = stated.get();
    Bpx rest = bpx.withState(bpx.state().withoutDegradation());
    Electrode negative = bpx.negativeElectrode();
    Electrode positive = bpx.positiveElectrode();
    List<Double> negativeLeft = left(BpxKey.LAM_NEGATIVE, lost.negativeMaterial(), negative);
    List<Double> positiveLeft = left(BpxKey.LAM_POSITIVE, lost.positiveMaterial(), positive);
    double lithiumLeft = 1 - lost.lithiumInventory();
    if (lithiumLeft == 1 && whole(negativeLeft) && whole(positiveLeft)) {
      return rest;
    }
    if (lithiumLeft == 0) {
      throw gone(BpxKey.LLI, "the lithium");
    }
    ElectrodeBalance fresh = ElectrodeBalance.of(bpx);
    double full = inNegative(fresh, negative, true);
    double empty = inNegative(fresh, negative, false);
    ElectrodeBalance.Window window;
    try {
      window =
          fresh
              .scaled(negativeLeft, positiveLeft, lithiumLeft)
              .between(fresh.voltage(empty), fresh.voltage(full));
    } catch (CellwrightException e) {
      throw e.at("$." + BpxKey.STATE + "." + BpxKey.DEGRADATION);
    }
    return rest.withElectrodes(
        degraded(negative, negativeLeft, window.negativeEmpty(), window.negativeFull()),
        degraded(positive, positiveLeft, window.positiveFull(), window.positiveEmpty()));
  }

  /** Lithium in the fresh negative electrode at an end of its window, A·h. */
  private static double inNegative(ElectrodeBalance fresh, Electrode negative, boolean full) {
    double sum = 0;
    for (int k = 0; k < negative.particles().size(); k++) {
      Particle p = negative.particles().get(k);
      sum +=
          fresh.negative().phases().get(k).capacity()
              * (full ? p.maximumStoichiometry() : p.minimumStoichiometry());
    }
    return sum;
  }

  private static List<Double> left(String field, List<Double> lost, Electrode electrode) {
    if (lost.stream().anyMatch(share -> share == 1)) {
      throw gone(field, "the active material");
    }
    return lost.isEmpty()
        ? electrode.particles().stream().map(p -> 1.0).toList()
        : lost.stream().map(share -> 1 - share).toList();
  }

  private static boolean whole(List<Double> shares) {
    return shares.stream().allMatch(share -> share == 1);
  }

  private static CellwrightException gone(String field, String what) {
    return CellwrightException.refused(
        field + " = 1: all of " + what + " is lost",
        "$." + BpxKey.STATE + "." + BpxKey.DEGRADATION + "." + field,
        "Give the share of the fresh cell's that is lost, below 1.");
  }

  private static Electrode degraded(
      Electrode electrode, List<Double> left, List<Double> minimum, List<Double> maximum) {
    List<Particle> particles = new ArrayList<>();
    for (int k = 0; k < left.size(); k++) {
      Particle p = electrode.particles().get(k);
      particles.add(
          p.withSpheres(p.radius(), p.activeFraction() * left.get(k))
              .withWindow(minimum.get(k), maximum.get(k)));
    }
    return electrode.withParticles(particles);
  }
}
