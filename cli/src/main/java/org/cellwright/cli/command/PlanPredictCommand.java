package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.core.Design;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.GivenDesigns;
import org.cellwright.platform.campaign.Notebook;
import org.cellwright.science.planner.Explanation;
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
            + "between which 90 % of what will be told lies.");
  }

  @Override
  public String example() {
    return "plan predict --campaign examples/planner/electrolyte.yaml --at examples/planner/designs.csv";
  }

  @Override
  public void declare(CommandSpec spec) {
    PlanWords.campaign(spec, true);
    Arguments.required(
        spec, Path.class, "--at", "F.csv|F.json", "The designs, as 'evaluate' reads them.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    String campaign = words.matchedOptionValue("--campaign", "");
    try (Archive archive = Home.requireExisting(session, campaign);
        Notebook notebook = PlanWords.read(campaign, session, archive)) {
      Path at = words.matchedOptionValue("--at", Path.of(""));
      GivenDesigns designs = GivenDesigns.read(session.folder().resolve(at), notebook.file());
      designs.notes().forEach(session::note);
      Explanation explanation = notebook.explanation();
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode all = root.putArray("predictions");
      for (int i = 0; i < designs.designs().size(); i++) {
        Design design = designs.designs().get(i);
        if (!designs.outside().get(i).isEmpty()) {
          session.warn(
              "design %d leaves the campaign's bounds: %s"
                  .formatted(i + 1, String.join(", ", designs.outside().get(i))));
        }
        List<Explanation.Prediction> predictions = explanation.predict(design);
        ObjectNode node = all.addObject();
        node.set("variables", PlanWords.json(design));
        node.set("outcomes", json(predictions));
        if (session.isText()) {
          session.say(PlanWords.text(design));
          session.say(table(predictions));
        }
      }
      if (!session.isText()) {
        session.say(root);
      }
    }
    return 0;
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
