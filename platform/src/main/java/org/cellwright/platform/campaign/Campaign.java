package org.cellwright.platform.campaign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Method;
import org.cellwright.core.MethodProvider.NamedFile;
import org.cellwright.core.NearestName;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.EngineLock;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.science.planner.Explanation;
import org.cellwright.science.planner.SourceMatch;
import org.jspecify.annotations.Nullable;

/**
 * One run of a campaign: asks, carries out and records until the budget is spent, verifies the
 * front, compares. Holds the home's engine lock until closed.
 */
public final class Campaign implements AutoCloseable {

  /**
   * What is decided when a run starts.
   *
   * @param workers how many evaluations may be under way at once; with one, the same seed gives the
   *     same bytes
   * @param compare names of baselines; empty for no comparison
   * @param seeds how many runs of each in the comparison
   * @param out where the caller will write the results; kept for a resume
   */
  public record Options(int workers, List<String> compare, int seeds, Optional<Path> out) {
    public static final Options DEFAULT = new Options(1, List.of(), 1, Optional.empty());

    public Options {
      compare = List.copyOf(new LinkedHashSet<>(compare));
      if (workers < 1 || seeds < 1) {
        throw new CellwrightException(
            Kind.USAGE, "workers and seeds must be 1 or more", "--workers, --seeds", null);
      }
    }
  }

  private final RunLog log;
  private final CampaignFile file;
  private final Planners planners;
  private final int workers;
  private final EngineLock engine;
  private final ReentrantLock executing = new ReentrantLock();
  private volatile boolean stopped;
  private volatile @Nullable Pool pool;

  private Campaign(
      RunLog log, CampaignFile file, Planners planners, int workers, EngineLock engine) {
    this.log = log;
    this.file = file;
    this.planners = planners;
    this.workers = workers;
    this.engine = engine;
  }

  /**
   * Begins a new run and records what it is to do.
   *
   * @throws CellwrightException SHORT if another engine holds the home; USAGE for an unknown
   *     baseline
   */
  public static Campaign start(
      Archive archive, CampaignFile file, Planners planners, Options options) {
    options.compare().forEach(planners::named);
    String name = file.problem().name();
    EngineLock engine = archive.engage(name);
    try {
      String run = name + "-" + nextNumber(archive, name);
      engine.workingOn(run);
      RunLog log = RunLog.start(archive, run, header(archive, file, Planners.CAMPAIGN, options));
      return new Campaign(log, file, planners, options.workers(), engine);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  static int nextNumber(Archive archive, String name) {
    return 1
        + archive.runs().stream()
            .filter(run -> run.name().equals(name))
            .mapToInt(run -> Integer.parseInt(run.id().substring(name.length() + 1)))
            .max()
            .orElse(0);
  }

  static Header header(Archive archive, CampaignFile file, String planner, Options options) {
    Problem problem = file.problem();
    List<Header.KeptFile> kept = new ArrayList<>();
    file.files()
        .forEach((key, named) ->
            kept.add(
                new Header.KeptFile(
                    key.equals("campaign") ? named.name() : key + ":" + named.name(),
                    archive.store(named.content()),
                    "application/octet-stream",
                    named.content().length)));
    return new Header(
        problem.name(),
        planner,
        Optional.empty(),
        problem.seed(),
        problem.seed(),
        problem.budget(),
        Version.current(),
        file.path().toString(),
        options.out().map(out -> out.toAbsolutePath().normalize().toString()),
        file.digest(),
        kept,
        problem.objectives(),
        problem.constraints(),
        problem.referencePoint(),
        levels(file),
        kept(archive, file),
        options.compare(),
        options.compare().isEmpty() ? 0 : options.seeds(),
        problem.hierarchy());
  }

  /** Keeps what earlier campaigns found, and refuses what can teach nothing. */
  private static List<Earlier.Kept> kept(Archive archive, CampaignFile file) {
    List<Earlier.Kept> kept = new ArrayList<>();
    for (Earlier earlier : file.learnFrom()) {
      byte[] content =
          earlier.table().map(NamedFile::content).orElseGet(() -> results(archive, earlier.name()));
      Earlier.Kept one =
          new Earlier.Kept(
              earlier.name(), archive.store(content), earlier.fidelity(), earlier.with());
      SourceMatch.of(one.source(content, file.problem()), file.problem());
      kept.add(one);
    }
    return kept;
  }

  private static byte[] results(Archive archive, String run) {
    if (archive.run(run).isEmpty()) {
      throw new CellwrightException(
          Kind.ABSENT,
          "there is no run '%s' here to learn from, or it is not yours".formatted(run),
          "learn_from",
          NearestName.hint(run, archive.runs().stream().map(RunSummary::id).toList()));
    }
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    try {
      ResultsCsv.write(result(archive, run), table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table.toByteArray();
  }

  private static List<Header.Level> levels(CampaignFile file) {
    List<Header.Level> levels = new ArrayList<>();
    for (Fidelity fidelity : file.problem().fidelities()) {
      Method method = file.methods().get(fidelity.name());
      levels.add(
          new Header.Level(
              fidelity.name(),
              fidelity.cost(),
              method == null ? new Method.Identity(fidelity.method(), "", "") : method.identity()));
    }
    return levels;
  }

  /**
   * Takes up a run again; one that is done is done at once.
   *
   * @throws CellwrightException ABSENT if there is no such run; CONFLICT if its files or methods
   *     have changed since it started
   */
  public static Campaign resume(Archive archive, String run, Planners planners, int workers) {
    RunSummary summary =
        archive
            .run(run)
            .orElseThrow(() ->
                new CellwrightException(
                    Kind.ABSENT,
                    "there is no run '%s' here, or it is not yours".formatted(run),
                    archive.home().toString(),
                    NearestName.hint(run, archive.runs().stream().map(RunSummary::id).toList())));
    if (summary.parent().isPresent()) {
      return resume(archive, summary.parent().get(), planners, workers);
    }
    if (summary.planner().equals(Notebook.PLANNER)) {
      throw new CellwrightException(
          Kind.CONFLICT,
          "%s is carried out by hand".formatted(run),
          null,
          "'cellwright plan ask --campaign %s' says what to do next.".formatted(run));
    }
    EngineLock engine = archive.engage(run);
    try {
      RunLog log = RunLog.read(archive, run);
      CampaignFile file = CampaignFile.read(summary.campaignFile());
      if (!log.isFinished()) {
        requireUnchanged(log.header(), file);
        log.header().compare().forEach(planners::named);
        log.resume();
      }
      return new Campaign(log, file, planners, workers, engine);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private static void requireUnchanged(Header header, CampaignFile file) {
    if (!header.digest().equals(file.digest())) {
      List<String> changed = new ArrayList<>();
      file.files()
          .forEach((key, named) -> {
            String hash = Digests.of(named.content());
            if (header.files().stream().noneMatch(kept -> kept.hash().equals(hash))) {
              changed.add(named.name());
            }
          });
      throw new CellwrightException(
          Kind.CONFLICT,
          "the campaign has changed since the run started"
              + (changed.isEmpty() ? "" : ": " + String.join(", ", changed)),
          file.path().toString(),
          "Restore what it was, or start a new run of the new campaign.");
    }
    List<Header.Level> levels = levels(file);
    if (!header.fidelities().equals(levels)) {
      throw new CellwrightException(
          Kind.CONFLICT,
          "the methods have changed since the run started: they were %s, they are %s"
              .formatted(methods(header.fidelities()), methods(levels)),
          file.path().toString(),
          "Results of both must not be mixed; start a new run.");
    }
  }

  private static String methods(List<Header.Level> levels) {
    return String.join(
        ", ",
        levels.stream()
            .map(l ->
                "%s %s (%.8s)"
                    .formatted(l.method().name(), l.method().version(), l.method().digest()))
            .toList());
  }

  /** Such as {@code fast-charge-cell-1}. */
  public String run() {
    return log.run();
  }

  /** Where the results are wanted, as said when the run started. */
  public Optional<Path> out() {
    return log.header().out().map(Path::of);
  }

  /**
   * Goes on until all is done or {@link #stop} is called; the result's status tells which.
   *
   * @throws CellwrightException WAITING if a person has to say what became of a physical step
   */
  public RunResult execute(Progress progress) {
    executing.lock();
    try (Pool threads = new Pool(workers)) {
      pool = threads;
      if (!log.isFinished() && !stopped) {
        work(threads, new Watch(progress, log));
      }
    } catch (InterruptedException e) {
      if (!stopped) {
        Thread.currentThread().interrupt();
      }
    } finally {
      pool = null;
      executing.unlock();
    }
    return result(log.archive(), log.run());
  }

  private void work(Pool threads, Watch watch) throws InterruptedException {
    Rounds rounds =
        new Rounds(log, file, planners.campaign(), threads, workers, () -> stopped, watch);
    if (rounds.run()
        && new Verifier(log, file, threads, workers, () -> stopped, watch).run()
        && (log.header().compare().isEmpty()
            || new Comparison(log, file, planners, () -> stopped, watch).run(threads))) {
      log.finish();
    }
  }

  /**
   * From any thread: {@link #execute} returns within two seconds; what was under way runs again.
   */
  public void stop() {
    stopped = true;
    Pool threads = pool;
    if (threads != null) {
      threads.close();
    }
  }

  /** What is known of a run, finished or not, from the log alone. */
  public static RunResult result(Archive archive, String run) {
    return Results.of(archive, run);
  }

  /**
   * What the planner believes after a run; empty where the campaign's files are not what they were,
   * or too little succeeded to learn from.
   *
   * @throws CellwrightException ABSENT if there is no such run
   */
  public static Optional<Explanation> explanation(Archive archive, String run) {
    RunLog log = RunLog.read(archive, run);
    try {
      CampaignFile file = CampaignFile.readByHand(Path.of(log.header().campaignFile()));
      return log.header().digest().equals(file.digest())
          ? Optional.of(Explanation.of(file.problem(), log.history(file.problem())))
          : Optional.empty();
    } catch (CellwrightException e) {
      return Optional.empty();
    }
  }

  /**
   * Says what became of a physical step whose outcome is unknown; afterwards the run can be
   * resumed.
   *
   * @param evaluation such as {@code e0017}
   * @throws CellwrightException ABSENT if it is not waiting for that
   */
  public static void settle(Archive archive, String run, String evaluation, Outcome outcome) {
    try (EngineLock engine = archive.engage(run)) {
      RunLog log = RunLog.read(archive, run);
      if (!log.unknown().contains(evaluation)) {
        throw new CellwrightException(
            Kind.ABSENT,
            "%s does not wait for the outcome of '%s'".formatted(run, evaluation),
            null,
            log.unknown().isEmpty() ? null : NearestName.hint(evaluation, log.unknown()));
      }
      log.tell(
          log.asked(evaluation),
          Rounds.checked(outcome, log.header().objectives(), log.header().constraints()),
          0,
          Double.NaN);
    }
  }

  @Override
  public void close() {
    stop();
    boolean ended = false;
    try {
      ended = executing.tryLock(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      engine.close();
      if (ended) {
        executing.unlock();
      }
    }
  }
}
