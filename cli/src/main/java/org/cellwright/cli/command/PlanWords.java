package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellwright.cli.report.Figures;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Value;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.platform.campaign.Notebook;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What {@code plan ask}, {@code tell}, {@code void}, {@code explain} and {@code predict} share. */
final class PlanWords {
  private PlanWords() {}

  static void campaign(CommandSpec spec, boolean required) {
    spec.addOption(
        OptionSpec.builder("--campaign")
            .type(String.class)
            .required(required)
            .paramLabel("FILE|DIR")
            .description(
                "The campaign's file, or a run: its name, or the folder of its results."
                    + (required ? "" : " The newest run unless said."))
            .build());
  }

  /** To write in; a campaign file without a notebook begins one. */
  static Notebook open(String named, Session session, Archive archive) {
    Path path = session.folder().resolve(named);
    if (!named.isEmpty() && Files.isRegularFile(path)) {
      Optional<Long> seed = session.options().seed().stream().boxed().findFirst();
      return said(session, Notebook.open(archive, path, seed));
    }
    return Notebook.open(archive, run(session, archive, named));
  }

  /** To read in. */
  static Notebook read(String campaign, Session session, Archive archive) {
    Path path = session.folder().resolve(campaign);
    if (!campaign.isEmpty() && Files.isRegularFile(path)) {
      return said(
          session,
          Notebook.read(archive, path)
              .orElseThrow(() ->
                  new CellwrightException(
                      CellwrightException.Kind.ABSENT,
                      "nothing was asked or told of this campaign yet",
                      campaign,
                      "'cellwright plan ask --campaign %s' begins.".formatted(campaign))));
    }
    return Notebook.read(archive, run(session, archive, campaign));
  }

  private static Notebook said(Session session, Notebook notebook) {
    notebook.remark().ifPresent(session::warn);
    return notebook;
  }

  private static String run(Session session, Archive archive, String named) {
    if (named.isEmpty()) {
      return archive.runs().stream()
          .map(RunSummary::id)
          .findFirst()
          .orElseThrow(() -> Home.absent(session, "run"));
    }
    Path folder = session.folder().resolve(named).toAbsolutePath().normalize();
    return archive
        .run(named)
        .or(() -> Notebook.inFolder(archive, folder))
        .or(() -> awaiting(session, archive, folder))
        .map(RunSummary::id)
        .orElseThrow(() ->
            named.endsWith(".yaml") || named.endsWith(".yml")
                ? new CellwrightException(
                    CellwrightException.Kind.ABSENT,
                    "there is no campaign file",
                    session.folder().resolve(named).toString(),
                    "Maybe the path is relative to another folder.")
                : Home.absent(session, named));
  }

  /** The run whose results go into a folder, also before there are any. */
  private static Optional<RunSummary> awaiting(Session session, Archive archive, Path folder) {
    return Optional.ofNullable(folder.getFileName())
        .flatMap(name -> archive.run(name.toString()))
        .filter(run -> Home.runFolder(session, run).toAbsolutePath().normalize().equals(folder));
  }

  /** An id as it is typed, {@code RUN/e0001} or {@code e0001}: the run (or the option) and it. */
  record Named(String campaign, String id) {
    static Named of(ParseResult words) {
      return of(words, words.matchedPositionalValue(0, ""));
    }

    /** Several of them. */
    static List<Named> all(ParseResult words) {
      return words.matchedPositionalValue(0, List.<String>of()).stream()
          .map(typed -> of(words, typed))
          .toList();
    }

    private static Named of(ParseResult words, String typed) {
      int slash = typed.lastIndexOf('/');
      return new Named(
          slash < 0 ? words.matchedOptionValue("--campaign", "") : typed.substring(0, slash),
          typed.substring(slash + 1));
    }

    /** The same where a run may be named as a whole: then there is no id. */
    Named orRun(Archive archive) {
      return archive.run(id).isPresent() ? new Named(id, "") : this;
    }
  }

  static ObjectNode json(Design design) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    design
        .values()
        .forEach((name, value) -> {
          switch (value) {
            case Value.Scalar scalar when scalar.unit().equals(MeasurementUnit.ONE) ->
                node.put(name, scalar.value());
            case Value.Scalar scalar ->
                node.putObject(name)
                    .put("value", scalar.value())
                    .putNull("std")
                    .put("kind", "unknown")
                    .put("unit", scalar.unit().symbol());
            case Value.Category category -> node.put(name, category.name());
            case Value.Composition composition -> {
              ObjectNode parts = node.putObject(name);
              composition.fractions().forEach(parts::put);
            }
            default -> node.put(name, value.toString());
          }
        });
    return node;
  }

  /** A line such as {@code thickness 60 um, additive VC}. */
  static String text(Design design) {
    List<String> parts = new ArrayList<>();
    design
        .values()
        .forEach((name, value) -> {
          String unit =
              value instanceof Value.Scalar scalar && !scalar.unit().equals(MeasurementUnit.ONE)
                  ? " " + scalar.unit()
                  : "";
          MeasurementUnit own =
              value instanceof Value.Scalar scalar ? scalar.unit() : MeasurementUnit.ONE;
          String figure =
              value instanceof Value.Scalar scalar && scalar.value() == Math.rint(scalar.value())
                  ? Figures.given(scalar.value())
                  : Figures.of(value, own);
          parts.add(name + " " + figure + unit);
        });
    return String.join(", ", parts);
  }
}
