package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.GivenDesigns;
import org.cellwright.platform.campaign.Notebook;
import org.cellwright.science.planner.Explanation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plan predict}: what is expected of designs of one's own. */
public final class PlanPredictCommand implements Command {

  @Override
  public String name() {
    return "plan predict";
  }

  @Override
  public String summary() {
    return "what the planner expects of designs of your own";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "From what was told so far; nothing is recorded. The mean, the standard deviation, and the limits\n"
            + "between which 90 % of what will be told lies.",
        "--grid takes the designs over two variables, the others as in the best known design. --out writes\n"
            + "the posterior and the acquisition of all of them as one table: expected gain, probability of\n"
            + "being feasible, and the logarithm of the promise, which an ask maximises.");
  }

  @Override
  public String example() {
    return "plan predict --campaign examples/planner/electrolyte.yaml --at examples/planner/designs.csv";
  }

  @Override
  public void declare(CommandSpec spec) {
    PlanWords.campaign(spec, true);
    Arguments.option(
        spec, Path.class, "--at", "F.csv|F.json", "The designs, as 'evaluate' reads them.");
    Arguments.text(spec, "--grid", "NAME,NAME", "A grid over two variables instead; needs --out.");
    Arguments.option(spec, Path.class, "--out", "F.csv", "Posterior and acquisition, as a table.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    String campaign = words.matchedOptionValue("--campaign", "");
    @Nullable Path at = words.matchedOptionValue("--at", null);
    String grid = words.matchedOptionValue("--grid", "");
    @Nullable Path out = words.matchedOptionValue("--out", null);
    if ((at == null) == grid.isEmpty()) {
      throw Options.usage("one of --at and --grid is wanted", "Say which designs.");
    }
    if (!grid.isEmpty() && out == null) {
      throw Options.usage("--grid needs --out", "Say which file takes the table.");
    }
    try (Archive archive = Home.requireExisting(session, campaign);
        Notebook notebook = PlanWords.read(campaign, session, archive)) {
      Explanation explanation = notebook.explanation();
      List<Design> designs =
          grid.isEmpty()
              ? given(session.folder().resolve(Objects.requireNonNull(at)), notebook, session)
              : grid(grid, explanation);
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      if (out != null) {
        write(explanation.csv(designs), session.folder().resolve(out));
        root.put("designs", designs.size()).put("table", out.toString());
        if (session.isText()) {
          session.say("%d designs in %s".formatted(designs.size(), out));
        }
      }
      if (grid.isEmpty()) {
        say(designs, explanation, root, session);
      }
      if (!session.isText()) {
        session.say(root);
      }
    }
    return 0;
  }

  private static List<Design> given(Path at, Notebook notebook, Session session) {
    GivenDesigns given = GivenDesigns.read(at, notebook.file());
    given.notes().forEach(session::note);
    for (int i = 0; i < given.designs().size(); i++) {
      if (!given.outside().get(i).isEmpty()) {
        session.warn(
            "design %d leaves the campaign's bounds: %s"
                .formatted(i + 1, String.join(", ", given.outside().get(i))));
      }
    }
    return given.designs();
  }

  private static List<Design> grid(String names, Explanation explanation) {
    String[] two = names.split(",", -1);
    if (two.length != 2) {
      throw Options.usage(
          "--grid %s is not two variables".formatted(names), "As in --grid salt,solvent.");
    }
    return explanation.grid(two[0].strip(), two[1].strip());
  }

  private static void write(String table, Path file) {
    try {
      Files.writeString(file, table);
    } catch (IOException e) {
      throw CellwrightException.refused(
          "cannot be written: " + e.getMessage(), file.toString(), "Choose another place.");
    }
  }

  private static void say(
      List<Design> designs, Explanation explanation, ObjectNode root, Session session) {
    ArrayNode all = root.putArray("predictions");
    for (Design design : designs) {
      List<Explanation.Prediction> predictions = explanation.predict(design);
      ObjectNode node = all.addObject();
      node.set("variables", PlanWords.json(design));
      node.set("outcomes", json(predictions));
      if (session.isText()) {
        session.say(PlanWords.text(design));
        session.say(table(predictions));
      }
    }
  }

  static String table(List<Explanation.Prediction> predictions) {
    TextTable table = new TextTable(List.of("", "mean", "std", "90 % from", "to", "unit"));
    for (Explanation.Prediction p : predictions) {
      table.add(
          List.of(
              p.output(),
              Figures.of(p.mean()),
              Figures.of(p.deviation()),
              Figures.of(p.lower()),
              Figures.of(p.upper()),
              p.unit()));
    }
    return table.render();
  }

  /** By output, as numbers with units are written everywhere, and the limits. */
  static ObjectNode json(List<Explanation.Prediction> predictions) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Explanation.Prediction p : predictions) {
      node.putObject(p.output())
          .put("value", p.mean())
          .put("std", p.deviation())
          .put("kind", "model")
          .put("unit", p.unit())
          .put("lower_90", p.lower())
          .put("upper_90", p.upper());
    }
    return node;
  }
}
