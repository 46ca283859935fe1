package org.cellwright.platform.campaign;

import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;

/** Answers for designs that a person chose; nothing is planned, charged or kept. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Evaluates all, {@code workers} at a time, and answers in the order given.
   *
   * @param fidelity by name; the one that counts where empty
   * @throws CellwrightException USAGE if there is no such fidelity
   * @throws InterruptedException if asked to stop
   */
  public static List<RunResult.Evaluated> of(
      CampaignFile campaign,
      GivenDesigns designs,
      Optional<String> fidelity,
      int workers,
      Progress progress)
      throws InterruptedException {
    throw new UnsupportedOperationException(
        "" + campaign + designs + fidelity + workers + progress);
  }
}
