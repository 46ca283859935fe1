package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.science.cell.Solution;

/** What a simulation came to, for people and for programs. */
final class SolutionText {
  private SolutionText() {}

  static void say(Session session, Solution solution, OptionalDouble error, Optional<Path> out) {
    if (!session.isText()) {
      session.say(json(solution, error));
    } else if (out.isEmpty()) {
      session.say(table(solution, error));
    } else {
      session.note("%d points in %s".formatted(solution.points(), out.get()));
    }
  }

  private static String table(Solution solution, OptionalDouble error) {
    TextTable events =
        new TextTable(List.of("event", "time, s", "voltage, V", "current, A", "temperature, °C"));
    double[] time = solution.time();
    for (Solution.Event event : solution.events()) {
      int at = firstNotBefore(time, event.time());
      events.add(
          List.of(
              event.name(),
              Figures.of(event.time()),
              Figures.of(solution.voltage()[at]),
              Figures.of(solution.current()[at]),
              Figures.of(solution.temperature()[at] - 273.15)));
    }
    int last = solution.points() - 1;
    StringBuilder facts = new StringBuilder();
    fact(facts, "time", Figures.duration(time[last]));
    fact(facts, "charge passed", Figures.of(solution.charge()[last]) + " Ah");
    fact(facts, "energy put in", Figures.of(solution.energy()[last]) + " Wh");
    fact(facts, "lowest plating margin", lowestMargin(solution));
    fact(facts, "highest temperature", Figures.of(solution.highestTemperature() - 273.15) + " °C");
    fact(
        facts,
        "effort",
        "%d steps, %d Newton iterations, %d factorisations"
            .formatted(
                solution.effort().steps(),
                solution.effort().newtonIterations(),
                solution.effort().factorisations()));
    error.ifPresent(e ->
        fact(
            facts,
            "error of the voltage",
            "%s mV (mesh and tolerance)".formatted(Figures.of(1e3 * e))));
    return events.render() + "\n" + facts;
  }

  private static void fact(StringBuilder text, String name, String value) {
    text.append("%-22s %s%n".formatted(name, value));
  }

  private static String lowestMargin(Solution solution) {
    double lowest = solution.lowestPlatingMargin();
    return Double.isNaN(lowest) ? "not known to this model" : Figures.of(1000 * lowest) + " mV";
  }

  /** Where a step ends the next begins at the same time: the first of the two is the event's. */
  private static int firstNotBefore(double[] time, double when) {
    int at = 0;
    while (at < time.length - 1 && time[at] < when - 1e-9 * Math.max(1, when)) {
      at++;
    }
    return at;
  }

  private static ObjectNode json(Solution solution, OptionalDouble error) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("end_reason", solution.endReason());
    node.put("end_time_second", solution.time()[solution.points() - 1]);
    node.put("steps", solution.effort().steps());
    node.put("newton", solution.effort().newtonIterations());
    node.put("factorisations", solution.effort().factorisations());
    node.put("lithium_defect", solution.balance().lithiumDefect());
    node.put("charge_defect", solution.balance().chargeDefect());
    if (error.isPresent()) {
      node.put("error_estimate_volt", error.getAsDouble());
    } else {
      node.putNull("error_estimate_volt");
    }
    ArrayNode events = node.putArray("events");
    solution
        .events()
        .forEach(e ->
            events
                .addObject()
                .put("name", e.name())
                .put("time_second", e.time())
                .put("completion", e.completion().name().toLowerCase(Locale.ROOT)));
    ArrayNode citations = node.putArray("citations");
    solution.citations().forEach(citation -> citations.add(citation.bibtex()));
    return node;
  }
}
