package org.cellwright.platform.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Method;
import org.cellwright.core.NearestName;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Request;

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
    Problem problem = campaign.problem();
    List<String> names = problem.fidelities().stream().map(Fidelity::name).toList();
    String chosen = fidelity.orElse(problem.highest().name());
    Method method = campaign.methods().get(chosen);
    if (method == null) {
      throw new CellwrightException(
          CellwrightException.Kind.USAGE,
          "there is no fidelity '%s'".formatted(chosen),
          "--fidelity",
          NearestName.hint(chosen, names));
    }
    if (method.effect() == Method.Effect.PHYSICAL) {
      throw new CellwrightException(
          CellwrightException.Kind.WAITING,
          "'%s' has a physical effect, which nobody would keep account of"
              .formatted(method.identity().name()),
          "--fidelity",
          "Evaluate at a computed fidelity, or run a campaign.");
    }
    Fidelity level = problem.fidelities().get(names.indexOf(chosen));
    int total = designs.designs().size();
    TreeMap<Integer, RunResult.Evaluated> answers = new TreeMap<>();
    try (Pool pool = new Pool(workers)) {
      int begun = 0;
      while (answers.size() < total) {
        while (begun < total && begun - answers.size() < workers) {
          String id = "e%04d".formatted(begun + 1);
          Design design = designs.designs().get(begun);
          pool.start(
              Integer.toString(begun), method, new Request(design, problem.seed(), "hand/" + id));
          begun++;
        }
        Optional<Workbench.Done> done = pool.next(Duration.ofMillis(50));
        if (done.isPresent()) {
          int row = Integer.parseInt(done.get().id());
          Observation observation =
              observation(done.get(), method, level, designs.designs().get(row), problem);
          answers.put(
              row,
              Results.evaluated(
                  observation,
                  new LinkedHashMap<>(),
                  problem.objectives(),
                  problem.constraints(),
                  flags(designs.outside().get(row))));
          progress.observed(
              observation,
              new Progress.Standing(
                  answers.size(),
                  begun - answers.size(),
                  begun * level.cost(),
                  total * level.cost(),
                  0,
                  0,
                  new LinkedHashMap<>(),
                  OptionalDouble.empty()));
        }
      }
    }
    return new ArrayList<>(answers.values());
  }

  private static List<String> flags(List<String> outside) {
    return outside.stream().map(name -> "outside the campaign's bounds: " + name).toList();
  }

  private static Observation observation(
      Workbench.Done done, Method method, Fidelity level, Design asked, Problem problem) {
    Outcome told = done.outcome() == null ? Outcome.failed(asked, done.trouble()) : done.outcome();
    Outcome outcome = Rounds.checked(told, problem.objectives(), problem.constraints());
    SequencedMap<String, String> attachments = new LinkedHashMap<>();
    outcome.attachments().forEach(a -> attachments.put(a.name(), Digests.of(a.content())));
    return new Observation(
        "e%04d".formatted(Integer.parseInt(done.id()) + 1),
        method.identity(),
        level.name(),
        asked,
        outcome.done(),
        outcome.status(),
        outcome.values(),
        outcome.reason(),
        outcome.flags(),
        level.cost(),
        done.wallSecond(),
        done.cpuSecond(),
        problem.seed(),
        null,
        attachments);
  }
}
