package org.cellwright.platform.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.Event;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
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
  private final List<Observation> observations = new ArrayList<>();
  private final List<RunResult.TracePoint> trace = new ArrayList<>();
  private final SequencedMap<String, Observation> verified = new LinkedHashMap<>();
  private String memory = "";
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
    String id = "e%04d".formatted(asked.size() + 1);
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
    ObjectNode payload = answer(outcome, wallSecond, cpuSecond);
    payload.put("id", asked.id()).put("cost", asked.cost());
    Observation observation = observation(asked, payload, asked.cost(), null);
    payload.put("spent", spent.add(BigDecimal.valueOf(asked.cost())).doubleValue());
    List<Observation> all = new ArrayList<>(candidates());
    if (isCandidate(observation)) {
      all.add(observation);
    }
    payload.put("hypervolume", front(all).hypervolume());
    append(Event.Kind.OBSERVED, payload);
    return observations.getLast();
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
    append(
        Event.Kind.FINISHED,
        Records.JSON.createObjectNode().put("hypervolume", front().hypervolume()));
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
      case STARTED -> header = Header.of(p);
      case RESUMED -> {}
      case ASKED -> {
        Asked ask =
            new Asked(
                p.path("id").asText(),
                Records.design(p.path("design")),
                p.path("fidelity").asText(),
                p.path("cost").asDouble(),
                p.path("seed").asLong(),
                Records.textsByName(p.path("reasons")));
        asked.put(ask.id(), ask);
        pending.put(ask.id(), ask);
        memory = p.path("memory").asText();
      }
      case OBSERVED -> {
        Asked ask = asked(p.path("id").asText());
        pending.remove(ask.id());
        unknown.remove(ask.id());
        observations.add(observation(ask, p, p.path("cost").asDouble(), null));
        spent = spent.add(BigDecimal.valueOf(p.path("cost").asDouble()));
        trace.add(new RunResult.TracePoint(spent.doubleValue(), p.path("hypervolume").asDouble()));
      }
      case OUTCOME_UNKNOWN -> unknown.add(p.path("id").asText());
      case VERIFIED -> {
        Asked parent = asked(p.path("parent").asText());
        verified.put(parent.id(), observation(parent, p, 0, parent.id()));
      }
      case FINISHED -> finished = true;
    }
  }

  private Observation observation(Asked ask, JsonNode p, double cost, @Nullable String parent) {
    SequencedMap<String, String> attachments = new LinkedHashMap<>();
    for (JsonNode file : p.path("attachments")) {
      attachments.put(file.path("name").asText(), file.path("hash").asText());
    }
    return new Observation(
        p.path("id").asText(),
        header().fidelity(ask.fidelity()).method(),
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

  List<Asked> allAsked() {
    return List.copyOf(asked.sequencedValues());
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

  History history() {
    return new History(
        observations,
        pending.values().stream()
            .map(ask -> new History.Pending(ask.design(), ask.fidelity()))
            .toList(),
        asked.size(),
        committed(),
        memory);
  }

  private boolean isCandidate(Observation observation) {
    return observation.fidelity().equals(header().highest())
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
    return Front.of(feasible, header().objectives(), header().referencePoint());
  }

  Front front() {
    return front(candidates());
  }
}
