package org.cellwright.platform.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.cellwright.core.Design;
import org.cellwright.core.NearestName;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.EngineLock;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.Explanation;
import org.cellwright.science.planner.Foresight;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.Planner;
import org.jspecify.annotations.Nullable;

/**
 * A campaign that people carry out: what was asked, told, corrected and voided, each on the record.
 *
 * <p>Everything is in the run's log; an ask is a function of that log, what is pending and the
 * seed. The campaign's file may change in between: the change is recorded, and what was told before
 * still counts where the new space has a place for it. Whoever writes holds the home's engine lock
 * until closed.
 */
public final class Notebook implements AutoCloseable {
  /** Who decides in such a run, as its record says. */
  public static final String PLANNER = RunSummary.BY_HAND;

  private final RunLog log;
  private final CampaignFile file;
  private final @Nullable EngineLock engine;
  private final Optional<String> remark;

  private Notebook(
      RunLog log, CampaignFile file, @Nullable EngineLock engine, Optional<String> remark) {
    this.log = log;
    this.file = file;
    this.engine = engine;
    this.remark = remark;
  }

  /** Something to try, as it was recorded. */
  public record Proposed(
      String id, Design design, String fidelity, SequencedMap<String, String> reasons) {}

  /**
   * The notebook of a campaign file: the newest one of that path; else the newest of a campaign of
   * that name whose own file is gone, as after a move; else a new one. {@link #remark} says which
   * where that is not plain.
   *
   * @param seed of a new one; that of the file where empty
   * @throws CellwrightException SHORT if another engine holds the home
   */
  public static Notebook open(Archive archive, Path campaign, Optional<Long> seed) {
    CampaignFile read = CampaignFile.readByHand(campaign);
    CampaignFile file = seed.isEmpty() ? read : read.withSeed(seed.get());
    String name = file.problem().name();
    Optional<RunSummary> known = goingOn(archive, file);
    EngineLock engine = archive.engage(name);
    try {
      if (known.isPresent()) {
        engine.workingOn(known.get().id());
        return changed(
            RunLog.read(archive, known.get().id()), file, engine, moved(known.get(), file));
      }
      String run = name + "-" + Campaign.nextNumber(archive, name);
      Optional<String> another =
          named(archive, name)
              .findFirst()
              .map(old ->
                  "%s begins; %s is of another file, %s: '--campaign %s' goes on with that"
                      .formatted(run, old.id(), old.campaignFile(), old.id()));
      engine.workingOn(run);
      return new Notebook(RunLog.start(archive, run, header(archive, file)), file, engine, another);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * The notebook of a run.
   *
   * @throws CellwrightException ABSENT if there is no such run, or its file is gone; SHORT if
   *     another engine holds the home
   */
  public static Notebook open(Archive archive, String run) {
    EngineLock engine = archive.engage(run);
    try {
      RunLog log = RunLog.read(archive, run);
      CampaignFile file = file(log);
      engine.workingOn(run);
      return log.header().planner().equals(PLANNER)
          ? changed(log, file, engine, Optional.empty())
          : new Notebook(log, file, engine, Optional.empty());
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** A run to read in: nothing is recorded, and a changed file counts as it is now. */
  public static Notebook read(Archive archive, String run) {
    RunLog log = RunLog.read(archive, run);
    return new Notebook(log, file(log), null, Optional.empty());
  }

  /** The same of a campaign file; empty where nothing was asked or told of it. */
  public static Optional<Notebook> read(Archive archive, Path campaign) {
    CampaignFile file = CampaignFile.readByHand(campaign);
    return goingOn(archive, file)
        .map(run -> new Notebook(RunLog.read(archive, run.id()), file, null, moved(run, file)));
  }

  private static CampaignFile file(RunLog log) {
    Path path = Path.of(log.header().campaignFile());
    if (!Files.exists(path)) {
      String held =
          log.header().files().stream()
              .filter(kept -> path.endsWith(kept.name()))
              .map(kept ->
                  " 'cellwright show %.12s --content' prints what it held.".formatted(kept.hash()))
              .findFirst()
              .orElse("");
      throw new CellwrightException(
          Kind.ABSENT,
          "the campaign file of %s is gone".formatted(log.run()),
          path.toString(),
          "Maybe it was moved: with '--campaign' and where it is now, %s goes on.%s"
              .formatted(log.run(), held));
    }
    return CampaignFile.readByHand(path);
  }

  /** The run that a campaign file goes on with: the newest of its path, or of its name and left. */
  private static Optional<RunSummary> goingOn(Archive archive, CampaignFile file) {
    return newest(archive, file.path())
        .or(() ->
            named(archive, file.problem().name())
                .filter(run -> !Files.exists(run.campaignFile()))
                .findFirst());
  }

  private static Stream<RunSummary> named(Archive archive, String campaign) {
    return archive.runs().stream()
        .filter(run -> run.planner().equals(PLANNER) && run.name().equals(campaign));
  }

  private static Optional<String> moved(RunSummary run, CampaignFile file) {
    return run.campaignFile().equals(file.path())
        ? Optional.empty()
        : Optional.of(
            "this is %s, whose file %s is gone; it goes by %s now"
                .formatted(run.id(), run.campaignFile(), file.path()));
  }

  /** The newest run by hand of a campaign file. */
  public static Optional<RunSummary> newest(Archive archive, Path campaign) {
    String path = campaign.toAbsolutePath().normalize().toString();
    return archive.runs().stream()
        .filter(run -> run.planner().equals(PLANNER) && run.campaignFile().toString().equals(path))
        .findFirst();
  }

  /** The run whose results lie in a folder: that it was made for, or that its results name. */
  public static Optional<RunSummary> inFolder(Archive archive, Path folder) {
    Path wanted = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(wanted)) {
      return Optional.empty();
    }
    return archive.runs().stream()
        .filter(run -> run.out().filter(wanted::equals).isPresent())
        .findFirst()
        .or(() -> ResultsJson.origin(wanted.resolve("results.json")).flatMap(archive::run));
  }

  private static Notebook changed(
      RunLog log, CampaignFile file, EngineLock engine, Optional<String> remark) {
    if (!log.header().digest().equals(file.digest())
        || !log.header().campaignFile().equals(file.path().toString())) {
      Header now = header(log.archive(), file.withSeed(log.header().seed()));
      log.change(now, differences(log.header(), now));
    }
    return new Notebook(log, file, engine, remark);
  }

  private static Header header(Archive archive, CampaignFile file) {
    return Campaign.header(archive, file, PLANNER, Campaign.Options.DEFAULT);
  }

  /** Of two states of a campaign what differs, for people. */
  private static List<String> differences(Header before, Header now) {
    List<String> found = new ArrayList<>();
    Stream.of(
            List.of("the place of the file", before.campaignFile(), now.campaignFile()),
            List.of("objectives", before.objectives(), now.objectives()),
            List.of("constraints", before.constraints(), now.constraints()),
            List.of("fidelities", before.fidelities(), now.fidelities()),
            List.of("budget", before.budget(), now.budget()),
            List.of("learn_from", before.learnFrom(), now.learnFrom()),
            List.of("reference_point", before.referencePoint(), now.referencePoint()))
        .filter(pair -> !pair.get(1).equals(pair.get(2)))
        .forEach(pair -> found.add(pair.getFirst().toString()));
    if (found.isEmpty()) {
      found.add("variables or files");
    }
    return found;
  }

  public String run() {
    return log.run();
  }

  /** What whoever opened it should know of which run it is. */
  public Optional<String> remark() {
    return remark;
  }

  /** As the file says now, from the run's seed. */
  public Problem problem() {
    return file.withSeed(log.header().seed()).problem();
  }

  public CampaignFile file() {
    return file;
  }

  public History history() {
    return log.history(problem());
  }

  /** What was told and counts, in the order of telling. */
  public List<Observation> observations() {
    return List.copyOf(log.observations());
  }

  /** What was asked and is not yet told. */
  public List<Proposed> pending() {
    return log.pending().stream().map(Notebook::proposed).toList();
  }

  /**
   * What was asked or told under an id.
   *
   * @throws CellwrightException ABSENT if there is no such evaluation
   */
  public Proposed proposed(String id) {
    return proposed(known(id));
  }

  private static Proposed proposed(RunLog.Asked asked) {
    return new Proposed(asked.id(), asked.design(), asked.fidelity(), asked.reasons());
  }

  /** By its id, or by that of its run and its own: {@code e0002}, {@code mix-1/e0002}. */
  private RunLog.Asked known(String typed) {
    String own = log.run() + "/";
    String id = typed.startsWith(own) ? typed.substring(own.length()) : typed;
    if (!log.knows(id)) {
      throw new CellwrightException(
          Kind.ABSENT,
          "%s has no evaluation '%s'".formatted(log.run(), id),
          null,
          NearestName.hint(id, log.allAsked().stream().map(RunLog.Asked::id).toList()));
    }
    return log.asked(id);
  }

  /**
   * Asks for so many designs to be tried together; fewer where the budget or the space is
   * exhausted.
   *
   * @param fixed values that all of them must have
   */
  public List<Proposed> ask(Planner planner, int count, SequencedMap<String, Value> fixed) {
    if (!log.header().planner().equals(PLANNER)) {
      throw new CellwrightException(
          Kind.CONFLICT,
          "%s is carried out by Cellwright, which asks by itself".formatted(log.run()),
          null,
          "'cellwright resume %s' goes on with it.".formatted(log.run()));
    }
    Problem problem = problem();
    List<Proposed> proposals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<Ask> ask = planner.ask(problem, log.history(problem).holding(fixed), designs());
      if (ask.isEmpty()) {
        break;
      }
      Design design = problem.space().accept(ask.get().design().values());
      proposals.add(proposed(log.ask(ask.get(), design)));
    }
    return proposals;
  }

  /** Which results teach nothing as the campaign is now, or not all that is wanted, and why. */
  public List<String> lost() {
    return new Standing(problem()).lost(observations());
  }

  /**
   * What a person should know of a result that is told: where it lies outside or counts in part.
   */
  public List<String> remarks(Observation told) {
    return new Standing(problem()).remarks(told);
  }

  /** Why the campaign as it is now has no place for a design; empty where it has. */
  public Optional<String> misfit(Design design) {
    return new Standing(problem()).misfit(design);
  }

  private List<Design> designs() {
    return log.allAsked().stream().map(RunLog.Asked::design).toList();
  }

  /**
   * Lets the next ask be worked out in the background, as it stands now and with nothing fixed: to
   * be called after telling, by a program that goes on to {@link #ask} the same planner.
   */
  public void prepare(Foresight planner) {
    planner.prepare(problem(), history().within(problem(), designs()));
  }

  /** The same of one. */
  public Observation tell(Telling telling) {
    return tell(List.of(telling)).getFirst();
  }

  /** What is to be recorded; {@code asked} is empty for what nobody asked for. */
  private record Told(
      Optional<RunLog.Asked> asked, Outcome outcome, String fidelity, double cost) {}

  /**
   * Records what came of asks, what nobody had asked for, or, for an id that was told before, what
   * is true instead: what is not told again stays. All of it is looked at before the first is
   * recorded.
   *
   * @throws CellwrightException ABSENT if there is no such ask; REFUSED if one of them says nothing
   */
  public List<Observation> tell(List<Telling> tellings) {
    Problem problem = problem();
    List<Told> all = new ArrayList<>();
    for (Telling telling : tellings) {
      all.add(telling.ask().isEmpty() ? unasked(telling, problem) : asked(telling, all, problem));
    }
    return all.stream().map(this::record).toList();
  }

  private Told unasked(Telling telling, Problem problem) {
    Outcome outcome = telling.outcome(new Design(telling.variables()), Optional.empty(), problem);
    double usual = log.header().fidelity(telling.fidelity()).cost();
    return new Told(Optional.empty(), outcome, telling.fidelity(), telling.cost().orElse(usual));
  }

  private Told asked(Telling telling, List<Told> earlier, Problem problem) {
    RunLog.Asked asked = known(telling.ask().orElseThrow());
    if (!log.header().planner().equals(PLANNER) && !log.unknown().contains(asked.id())) {
      throw new CellwrightException(
          Kind.CONFLICT,
          "%s does not wait for the outcome of '%s'".formatted(log.run(), asked.id()),
          null,
          "What Cellwright computed itself is not corrected by hand.");
    }
    Optional<Told> before =
        earlier.reversed().stream()
            .filter(told -> told.asked().filter(asked::equals).isPresent())
            .findFirst()
            .or(() -> onRecord(asked));
    Optional<Outcome> outcome = before.map(Told::outcome);
    try {
      Design done =
          telling.done(outcome.map(Outcome::done).orElse(asked.design()), problem.space());
      return new Told(
          Optional.of(asked),
          telling.outcome(done, outcome, problem),
          asked.fidelity(),
          telling.cost().orElse(before.map(Told::cost).orElse(asked.cost())));
    } catch (CellwrightException e) {
      throw e.at(asked.id());
    }
  }

  private Optional<Told> onRecord(RunLog.Asked asked) {
    return observations().stream()
        .filter(o -> o.id().equals(asked.id()))
        .findFirst()
        .map(o ->
            new Told(
                Optional.of(asked),
                new Outcome(o.status(), o.done(), o.outcomes(), o.reason(), o.flags(), List.of()),
                o.fidelity(),
                o.cost()));
  }

  private Observation record(Told told) {
    return told.asked()
        .map(asked -> log.tell(asked, told.outcome(), told.cost()))
        .orElseGet(() ->
            log.tellUnasked(told.outcome().done(), told.fidelity(), told.outcome(), told.cost()));
  }

  /**
   * Takes back what was told, or withdraws what was asked.
   *
   * @throws CellwrightException ABSENT if there is no such evaluation; CONFLICT if it is void
   *     already
   */
  public void withdraw(String id, String reason) {
    requireCounts(id);
    log.withdraw(known(id), reason);
  }

  /**
   * Checks that what was asked or told under an id can be taken back.
   *
   * @throws CellwrightException as {@link #withdraw}
   */
  public void requireCounts(String id) {
    RunLog.Asked asked = known(id);
    if (!log.allAsked().contains(asked)) {
      throw new CellwrightException(
          Kind.CONFLICT, "'%s' is void already".formatted(id), null, null);
    }
    if (!log.header().planner().equals(PLANNER) && !log.unknown().contains(id)) {
      throw new CellwrightException(
          Kind.CONFLICT,
          "%s is carried out by Cellwright, which takes nothing back".formatted(log.run()),
          null,
          null);
    }
  }

  /**
   * What the planner believes.
   *
   * @throws CellwrightException REFUSED while too little is known
   */
  public Explanation explanation() {
    return Explanation.of(problem(), history());
  }

  /** The same as if a design that is under way had not been asked for. */
  public Explanation explanationBefore(String id) {
    History now = history();
    List<History.Pending> others = new ArrayList<>();
    for (RunLog.Asked ask : log.pending()) {
      if (!ask.id().equals(id)) {
        others.add(new History.Pending(ask.design(), ask.fidelity()));
      }
    }
    return Explanation.of(
        problem(),
        new History(now.observations(), others, now.asked(), now.spent(), now.memory())
            .learningFrom(now.sources()));
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
