package org.cellwright.platform.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One evaluation: what was asked and, once it is told, what came of it.
 *
 * @param id such as {@code fast-charge-cell-1/e0017}
 * @param state PENDING, OUTCOME_UNKNOWN, or the status of its outcome
 * @param cost charged or, while pending, promised
 * @param parent the evaluation that this one repeats; empty for none
 * @param asked the payload of the event that asked for it
 * @param observed the payload of the event that told its outcome
 */
public record EvaluationSummary(
    String id,
    String run,
    String fidelity,
    String state,
    double cost,
    Optional<String> parent,
    JsonNode asked,
    Optional<JsonNode> observed)
    implements Entry {}
