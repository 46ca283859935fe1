package org.cellwright.cli.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cellwright.core.Variable;
import org.cellwright.platform.campaign.RunResult;
import org.cellwright.science.planner.Explanation;

/**
 * What a report is made from.
 *
 * @param variables with their bounds; empty where they are not known any more
 * @param beliefs what the planner learned; empty where that is not known any more
 * @param files the content of an attachment by its hash; empty where it is not kept
 */
public record Material(
    RunResult result,
    List<Variable> variables,
    Optional<Explanation> beliefs,
    Function<String, Optional<byte[]>> files) {
  public Material {
    variables = List.copyOf(variables);
  }
}
