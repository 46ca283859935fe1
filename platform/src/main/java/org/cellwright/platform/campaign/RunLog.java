package org.cellwright.platform.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.Event;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.Source;
import org.jspecify.annotations.Nullable;

/**
 * A run as its events tell it. What happens now goes through the same lines as what is read back,
 * so that a run taken up again stands exactly where it stood.
 */
final class RunLog {

  /** An ask as it was recorded. */
  record Asked(
      String id,
      Design design,
      String fidelity,
      double cost,
      long seed,
      SequencedMap<String, String> reasons) {}

  private final Archive archive;
  private final String run;
  private @Nullable Header header;
  private final SequencedMap<String, Asked> asked = new LinkedHashMap<>();
  private final SequencedMap<String, Asked> pending = new LinkedHashMap<>();
  private final SequencedSet<String> unknown = new LinkedHashSet<>();
  private final Set<String> voided = new HashSet<>();
  private final Set<String> keptFiles = new HashSet<>();
  private int asks;
  private final List<Observation> observations = new ArrayList<>();
  private final List<RunResult.TracePoint> trace = new ArrayList<>();
  private final SequencedMap<String, Observation> verified = new LinkedHashMap<>();
  private String memory = "";
  private @Nullable List<Source> sources;
  private BigDecimal spent = BigDecimal.ZERO;
  private boolean finished;
  private Duration worked = Duration.ZERO;
  private Instant last = Instant.EPOCH;

  private RunLog(Archive archive, String run) {
    this.archive = archive;
    this.run = run;
  }

  /** Begins a run. */
  static RunLog start(Archive archive, String run, Header header) {
    RunLog log = new RunLog(archive, run);
    log.append(Event.Kind.STARTED, header.json());
    return log;
  }

  /**
   * Reads a run back.
   *
   * @throws CellwrightException ABSENT if there is none
   */
  static RunLog read(Archive archive, String run) {
    RunLog log = new RunLog(archive, run);
    archive.events(run).forEach(log::apply);
    if (log.header == null) {
      throw new CellwrightException(
          CellwrightException.Kind.ABSENT,
          "there is no run '%s' here, or it is not yours".formatted(run),
          archive.home().toString(),
          "'cellwright list' names the runs.");
    }
    return log;
  }

  void resume() {
    append(Event.Kind.RESUMED, Records.JSON.createObjectNode());
  }

  /** Records what the planner chose, before anything is done about it. */
  Asked ask(Ask ask, Design design) {
    String id = "e%04d".formatted(asks + 1);
    ObjectNode payload = Records.JSON.createObjectNode();
    payload
        .put("id", id)
        .put("fidelity", ask.fidelity())
        .put("cost", header().fidelity(ask.fidelity()).cost())
        .put("seed", header().requestSeed())
        .put("step_key", stepKey(id));
    payload.set("design", Records.of(design.values()));
    payload.set("reasons", Records.textsByName(ask.reasons()));
    payload.put("memory", ask.memory());
    append(Event.Kind.ASKED, payload);
    return asked.lastEntry().getValue();
  }

  /** Records and charges an outcome. */
  Observation tell(Asked asked, Outcome outcome, double wallSecond, double cpuSecond) {
    return note(Event.Kind.OBSERVED, asked, outcome, asked.cost(), wallSecond, cpuSecond);
  }

  /** The same for what a person did, at its own cost; of what was told already, a correction. */
  Observation tell(Asked known, Outcome outcome, double cost) {
    boolean again = observations.stream().anyMatch(o -> o.id().equals(known.id()));
    return note(
        again ? Event.Kind.CORRECTED : Event.Kind.OBSERVED, known, outcome, cost, 0, Double.NaN);
  }

  /** Records an outcome that nobody had asked for. */
  Observation tellUnasked(Design design, String fidelity, Outcome outcome, double cost) {
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    reasons.put("why", "told, not asked");
    String id = "t%04d".formatted(asked.size() - asks + 1);
    Asked own = new Asked(id, design, fidelity, cost, header().requestSeed(), reasons);
    return note(Event.Kind.TOLD, own, outcome, cost, 0, Double.NaN);
  }

  private Observation note(
      Event.Kind kind,
      Asked asked,
      Outcome outcome,
      double cost,
      double wallSecond,
      double cpuSecond) {
    ObjectNode payload = answer(outcome, wallSecond, cpuSecond);
    payload.put("id", asked.id()).put("cost", cost);
    if (kind == Event.Kind.TOLD) {
      payload.put("fidelity", asked.fidelity()).put("seed", asked.seed());
      payload.set("design", Records.of(asked.design().values()));
      payload.set("reasons", Records.textsByName(asked.reasons()));
    }
    Observation observation = observation(asked, payload, cost, null);
    List<Observation> all = new ArrayList<>(candidates());
    all.removeIf(o -> o.id().equals(asked.id()));
    if (isCandidate(observation)) {
      all.add(observation);
    }
    double before = kind == Event.Kind.CORRECTED ? observed(asked.id()).cost() : 0;
    payload.put(
        "spent",
        spent.add(BigDecimal.valueOf(cost)).subtract(BigDecimal.valueOf(before)).doubleValue());
    putHypervolume(payload, all);
    append(kind, payload);
    return observed(asked.id());
  }

  /** What was told counts no longer (its cost stays spent), or what was asked is withdrawn. */
  void withdraw(Asked asked, String reason) {
    List<Observation> left = new ArrayList<>(candidates());
    left.removeIf(o -> o.id().equals(asked.id()));
    ObjectNode payload =
        Records.JSON
            .createObjectNode()
            .put("id", asked.id())
            .put("reason", reason)
            .put("told", !pending.containsKey(asked.id()))
            .put("spent", spent.doubleValue());
    putHypervolume(payload, left);
    append(Event.Kind.VOIDED, payload);
  }

  /** Says nothing of it where there is no reference point. */
  private void putHypervolume(ObjectNode payload, List<Observation> feasible) {
    double hypervolume = front(feasible).hypervolume();
    if (!Double.isNaN(hypervolume)) {
      payload.put("hypervolume", hypervolume);
    }
  }

  /** From here on the campaign is this one; fitted parameters start anew. */
  void change(Header newHeader, List<String> what) {
    ObjectNode payload = Records.JSON.createObjectNode();
    payload.set("header", newHeader.json());
    payload.set("what", Records.texts(what));
    ArrayNode added = payload.putArray("new_files");
    for (Header.KeptFile file : newHeader.files()) {
      if (!keptFiles.contains(file.hash() + file.name())) {
        added.add(file.json());
      }
    }
    append(Event.Kind.CHANGED, payload);
  }

  void outcomeUnknown(Asked asked, String reason) {
    append(
        Event.Kind.OUTCOME_UNKNOWN,
        Records.JSON.createObjectNode().put("id", asked.id()).put("reason", reason));
  }

  void verify(Asked parent, Outcome outcome, double wallSecond, double cpuSecond) {
    ObjectNode payload = answer(outcome, wallSecond, cpuSecond);
    payload
        .put("id", verificationId(parent.id()))
        .put("parent", parent.id())
        .put("fidelity", parent.fidelity())
        .put("cost", 0.0);
    append(Event.Kind.VERIFIED, payload);
  }

  void finish() {
    ObjectNode payload = Records.JSON.createObjectNode();
    putHypervolume(payload, candidates());
    append(Event.Kind.FINISHED, payload);
  }

  static String verificationId(String parent) {
    return "v" + parent.substring(1);
  }

  String stepKey(String evaluation) {
    return run + "/" + evaluation;
  }

  private ObjectNode answer(Outcome outcome, double wallSecond, double cpuSecond) {
    ObjectNode payload = Records.JSON.createObjectNode();
    payload.put("status", outcome.status().name());
    payload.set("done", Records.of(outcome.done().values()));
    payload.set("outcomes", Records.of(outcome.values()));
    payload.put("reason", outcome.reason());
    payload.set("flags", Records.texts(outcome.flags()));
    ArrayNode files = payload.putArray("attachments");
    for (Outcome.Attachment attachment : outcome.attachments()) {
      String hash = archive.store(attachment.content());
      files.add(
          new Header.KeptFile(
                  attachment.name(), hash, attachment.mediaType(), attachment.content().length)
              .json());
    }
    payload.put("wall_second", wallSecond);
    payload.put("cpu_second", Double.isNaN(cpuSecond) ? null : cpuSecond);
    return payload;
  }

  private synchronized void append(Event.Kind kind, JsonNode payload) {
    apply(archive.append(run, kind, payload));
  }

  private void apply(Event event) {
    JsonNode p = event.payload();
    boolean begins = event.kind() == Event.Kind.STARTED || event.kind() == Event.Kind.RESUMED;
    if (!begins) {
      worked = worked.plus(Duration.between(last, event.recordedAt()));
    }
    last = event.recordedAt();
    switch (event.kind()) {
      case STARTED -> {
        header = Header.of(p);
        keep();
      }
      case CHANGED -> {
        header = Header.of(p.path("header"));
        keep();
        memory = "";
        sources = null;
      }
      case RESUMED -> {}
      case ASKED -> {
        Asked ask = ask(p);
        asks++;
        asked.put(ask.id(), ask);
        pending.put(ask.id(), ask);
        memory = p.path("memory").asText();
      }
      case OBSERVED -> {
        Asked ask = asked(p.path("id").asText());
        pending.remove(ask.id());
        unknown.remove(ask.id());
        voided.remove(ask.id());
        charge(observation(ask, p, p.path("cost").asDouble(), null), p);
      }
      case TOLD -> {
        Asked own = ask(p);
        asked.put(own.id(), own);
        charge(observation(own, p, own.cost(), null), p);
      }
      case CORRECTED -> {
        Observation before = observed(p.path("id").asText());
        Observation now = observation(asked(before.id()), p, p.path("cost").asDouble(), null);
        observations.set(observations.indexOf(before), now);
        memory = now.completes(before) ? memory : "";
        spent =
            spent.add(BigDecimal.valueOf(now.cost())).subtract(BigDecimal.valueOf(before.cost()));
        trace(p);
      }
      case VOIDED -> {
        String id = p.path("id").asText();
        voided.add(id);
        pending.remove(id);
        unknown.remove(id);
        memory = observations.removeIf(o -> o.id().equals(id)) ? "" : memory;
      }
      case OUTCOME_UNKNOWN -> unknown.add(p.path("id").asText());
      case VERIFIED -> {
        Asked parent = asked(p.path("parent").asText());
        verified.put(parent.id(), observation(parent, p, 0, parent.id()));
      }
      case FINISHED -> finished = true;
    }
  }

  private void keep() {
    header().files().forEach(file -> keptFiles.add(file.hash() + file.name()));
  }

  private static Asked ask(JsonNode p) {
    return new Asked(
        p.path("id").asText(),
        Records.design(p.path("design")),
        p.path("fidelity").asText(),
        p.path("cost").asDouble(),
        p.path("seed").asLong(),
        Records.textsByName(p.path("reasons")));
  }

  private void charge(Observation observation, JsonNode p) {
    observations.add(observation);
    spent = spent.add(BigDecimal.valueOf(observation.cost()));
    trace(p);
  }

  private void trace(JsonNode p) {
    if (p.has("hypervolume")) {
      trace.add(new RunResult.TracePoint(spent.doubleValue(), p.path("hypervolume").asDouble()));
    }
  }

  private Observation observed(String id) {
    return observations.stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
  }

  private Observation observation(Asked ask, JsonNode p, double cost, @Nullable String parent) {
    SequencedMap<String, String> attachments = new LinkedHashMap<>();
    for (JsonNode file : p.path("attachments")) {
      attachments.put(file.path("name").asText(), file.path("hash").asText());
    }
    return new Observation(
        p.path("id").asText(),
        header().method(ask.fidelity()),
        ask.fidelity(),
        ask.design(),
        Records.design(p.path("done")),
        Outcome.Status.valueOf(p.path("status").asText()),
        Records.values(p.path("outcomes")),
        p.hasNonNull("reason") ? p.path("reason").asText() : null,
        Records.texts(p.path("flags")),
        cost,
        p.path("wall_second").asDouble(),
        p.hasNonNull("cpu_second") ? p.path("cpu_second").asDouble() : Double.NaN,
        ask.seed(),
        parent,
        attachments);
  }

  Archive archive() {
    return archive;
  }

  String run() {
    return run;
  }

  Header header() {
    Header known = header;
    if (known == null) {
      throw new IllegalStateException("the run " + run + " has not started");
    }
    return known;
  }

  Asked asked(String id) {
    Asked ask = asked.get(id);
    if (ask == null) {
      throw new IllegalStateException("nobody asked for " + id + " in " + run);
    }
    return ask;
  }

  /** What was asked, or told without being asked, and not voided. */
  List<Asked> allAsked() {
    return asked.sequencedValues().stream().filter(ask -> !voided.contains(ask.id())).toList();
  }

  /** Whether there was such an evaluation, voided or not. */
  boolean knows(String id) {
    return asked.containsKey(id);
  }

  List<Asked> pending() {
    return List.copyOf(pending.sequencedValues());
  }

  /** Physical steps of which nobody knows how they ended. */
  List<String> unknown() {
    return List.copyOf(unknown);
  }

  List<Observation> observations() {
    return observations;
  }

  List<RunResult.TracePoint> trace() {
    return trace;
  }

  /** Verifications by the evaluation that they repeat. */
  SequencedMap<String, Observation> verified() {
    return verified;
  }

  boolean isFinished() {
    return finished;
  }

  double wallSecond() {
    return worked.toNanos() * 1e-9;
  }

  /** Cost of what was told and, in full, of what is pending. */
  double committed() {
    BigDecimal sum = spent;
    for (Asked ask : pending.values()) {
      sum = sum.add(BigDecimal.valueOf(ask.cost()));
    }
    return sum.doubleValue();
  }

  double spent() {
    return spent.doubleValue();
  }

  /**
   * @param problem by whose names and units earlier campaigns are read
   */
  History history(Problem problem) {
    return new History(
            observations,
            pending.values().stream()
                .map(ask -> new History.Pending(ask.design(), ask.fidelity()))
                .toList(),
            asks,
            committed(),
            memory)
        .learningFrom(sources(problem));
  }

  private synchronized List<Source> sources(Problem problem) {
    List<Source> known = sources;
    if (known == null) {
      known =
          header().learnFrom().stream()
              .map(kept -> kept.source(archive.artifact(kept.hash()), problem))
              .toList();
      sources = known;
    }
    return known;
  }

  private boolean isCandidate(Observation observation) {
    return observation.fidelity().equals(header().highest())
        && header().isDelivered(observation)
        && observation.isFeasible(header().constraints())
        && !isRefuted(observation.id());
  }

  /** On a finer mesh it was no longer feasible. */
  boolean isRefuted(String id) {
    Observation finer = verified.get(id);
    return finer != null && !finer.isFeasible(header().constraints());
  }

  private List<Observation> candidates() {
    return observations.stream().filter(this::isCandidate).toList();
  }

  private Front front(List<Observation> feasible) {
    return Front.of(
        feasible, header().objectives(), header().referencePoint(), header().hierarchy());
  }

  Front front() {
    return front(candidates());
  }
}
