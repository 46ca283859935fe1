package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.DoubleUnaryOperator;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.junit.jupiter.api.Test;

class SourceTest {
  private static final MeasurementUnit MICROMETRE = MeasurementUnit.parse("um");
  private static final MeasurementUnit ENERGY = MeasurementUnit.parse("Wh/kg");

  private static Variable.Choices salts(String... options) {
    SequencedMap<String, List<Double>> sizes = new LinkedHashMap<>();
    sizes.put("LiPF6", List.of(2.5));
    sizes.put("LiFSI", List.of(1.9));
    sizes.put("LiTFSI", List.of(3.3));
    return new Variable.Choices("salt", List.of(options), sizes);
  }

  private static Problem problem(Variable... variables) {
    return new Problem(
        "test",
        new Space(List.of(variables), List.of()),
        List.of(new Objective("energy", Objective.Goal.MAXIMIZE, ENERGY, 0)),
        List.of(),
        List.of(new Fidelity("only", "test", 1, Settings.NONE)),
        100,
        List.of(),
        3);
  }

  private static Problem plane() {
    return problem(
        new Variable.Continuous("thickness", 0, 100, MICROMETRE),
        new Variable.Continuous("x", 0, 1, MeasurementUnit.ONE));
  }

  private static double peak(double thickness, double x) {
    return 300 - 0.02 * Math.pow(thickness - 71, 2) - 90 * Math.pow(x - 0.23, 2);
  }

  private static SequencedMap<String, Value> world(Design design, String fidelity) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    double y = peak(design.si("thickness") * 1e6, design.si("x"));
    outcomes.put("energy", Value.Scalar.of(y, ENERGY));
    return outcomes;
  }

  private static Observation row(Object... pairs) {
    SequencedMap<String, Value> variables = new LinkedHashMap<>();
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      String text = pairs[i + 1].toString();
      (pairs[i].equals("energy") ? outcomes : variables)
          .put(
              pairs[i].toString(),
              text.matches("-?[0-9].*") ? Value.Scalar.parse(text) : new Value.Category(text));
    }
    return Source.row("1", variables, outcomes);
  }

  /** Forty designs of another laboratory, which writes millimetres and joules. */
  private static Source elsewhere(DoubleUnaryOperator said) {
    RandomStream random = new RandomStream(11, 0);
    List<Observation> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double thickness = 100 * random.nextDouble();
      double x = random.nextDouble();
      double y = said.applyAsDouble(peak(thickness, x));
      rows.add(row("thickness", thickness * 1e-3 + " mm", "x", x, "energy", 3600 * y + " J/kg"));
    }
    return new Source("other lab", rows, new LinkedHashMap<>());
  }

  /** Asks with what was told so far, until a number of evaluations. */
  private static Campaigns.Log play(Problem problem, List<Source> sources, int most) {
    ModelBased planner = new ModelBased();
    return Campaigns.play(
        (p, history) -> planner.ask(p, history.learningFrom(sources)),
        problem,
        SourceTest::world,
        most);
  }

  private static double best(Campaigns.Log log) {
    return log.observations().stream()
        .mapToDouble(o -> o.outcome("energy", ENERGY))
        .max()
        .orElse(0);
  }

  private static String reason(Ask ask, String name) {
    return ask.reasons().getOrDefault(name, "");
  }

  @Test
  void firstDesignIsWhatTheSourceSaysIsBest() {
    Campaigns.Log log = play(plane(), List.of(elsewhere(y -> 2 * y + 5)), 2);
    Design first = log.observations().getFirst().asked();
    assertEquals(71e-6, first.si("thickness"), 6e-6);
    assertEquals(0.23, first.si("x"), 0.08);
    assertTrue(reason(log.asks().getFirst(), "learned from other lab").startsWith("40 of 40 rows"));
    assertTrue(reason(log.asks().get(1), "why").contains("evenly spread"));
  }

  @Test
  void sourceThatHelpsSavesEvaluations() {
    double with = best(play(plane(), List.of(elsewhere(y -> 0.5 * y)), 6));
    assertTrue(with > 299.5, "found " + with);
    assertTrue(with > best(play(plane(), List.of(), 6)));
  }

  @Test
  void sourceThatMisleadsIsFoundOutSaidAndCostsLittle() {
    Campaigns.Log log = play(plane(), List.of(elsewhere(y -> -y)), 14);
    String last = reason(log.asks().getLast(), "learned from other lab");
    assertTrue(last.contains("dropped for energy"), last);
    assertTrue(best(log) > 299.5, "found " + best(log));
    History history =
        new History(log.observations(), List.of(), 14, 14, "")
            .learningFrom(List.of(elsewhere(y -> -y)));
    Explanation.Learned learned = Explanation.of(plane(), history).sources().getFirst();
    assertTrue(learned.dropped());
    assertEquals("other lab", learned.source());
  }

  @Test
  void sameLogGivesTheSameBytesWhoeverAsks() {
    Problem problem = plane();
    List<Source> sources = List.of(elsewhere(y -> y));
    Campaigns.Log lived = play(problem, sources, 8);
    Campaigns.Log again =
        Campaigns.play(
            () ->
                (p, history) -> new ModelBased().ask(p, history.learningFrom(List.copyOf(sources))),
            problem,
            SourceTest::world,
            8);
    assertEquals(lived.asks(), again.asks());
  }

  @Test
  void designsOfTheSourceMayBeAskedAndAreNotTheBestKnown() {
    Problem problem =
        problem(new Variable.Grid("thickness", List.of(50.0, 70.0, 90.0), MICROMETRE));
    List<Observation> rows = new ArrayList<>();
    for (int t : new int[] {50, 70, 90}) {
      rows.add(row("thickness", t + " um", "energy", peak(t, 0.23) + " Wh/kg"));
      rows.add(row("thickness", t + " um", "energy", peak(t, 0.24) + " Wh/kg"));
    }
    History history =
        History.EMPTY.learningFrom(List.of(new Source("earlier", rows, new LinkedHashMap<>())));
    Ask ask = new ModelBased().ask(problem, history).orElseThrow();
    assertEquals(70e-6, ask.design().si("thickness"), 1e-12);
    assertThrows(CellwrightException.class, () -> Explanation.of(problem, history));
  }

  @Test
  void matchesByNameAndUnitAndCountsWhatIsLeftOut() {
    Problem problem =
        problem(
            new Variable.Continuous("thickness", 0, 100, MICROMETRE),
            new Variable.Continuous("temperature", 0, 60, MeasurementUnit.parse("degC")),
            salts("LiPF6", "LiFSI"));
    Source source =
        new Source(
            "earlier",
            List.of(
                row("thickness", "0.05 mm", "salt", "LiPF6", "energy", "250 Wh/kg", "porosity", 3),
                row("thickness", "140 um", "salt", "LiTFSI", "energy", "260 Wh/kg"),
                row("thickness", "80 um", "salt", "LiBOB", "energy", "270 Wh/kg"),
                row("salt", "LiPF6", "energy", "280 Wh/kg")),
            new LinkedHashMap<>());
    SourceMatch match = SourceMatch.of(source, problem);
    assertEquals(List.of("temperature"), match.silent());
    assertEquals(
        "2 of 4 rows, 1 with a 'salt' that is no choice here and is not described, "
            + "1 without 'thickness', silent about temperature",
        match.rows());
    List<double[]> points = match.taught().points();
    assertEquals(0.5, points.get(0)[0], 1e-12);
    assertEquals(1.4, points.get(1)[0], 1e-12, "beyond the bounds it still tells");
    assertEquals((3.3 - 1.9) / (2.5 - 1.9), points.get(1)[2], 1e-12, "by its descriptor");
    assertEquals(List.of(0, 2), Arrays.stream(match.taught().features()).boxed().toList());
  }

  @Test
  void statedValueStandsForAVariableThatTheSourceDoesNotTell() {
    SequencedMap<String, Value> with = new LinkedHashMap<>();
    with.put("x", Value.Scalar.parse("0.4"));
    Source source =
        new Source("earlier", List.of(row("thickness", "50 um", "energy", "250 Wh/kg")), with);
    SourceMatch match = SourceMatch.of(source, plane());
    assertEquals(List.of(), match.silent());
    assertEquals(0.4, match.taught().points().getFirst()[1], 1e-12);
  }

  @Test
  void whatCanTeachNothingIsRefusedWithTheReason() {
    assertRefused(row("depth", "50 um", "energy", "250 Wh/kg"), "none of the variables");
    assertRefused(row("thickness", "50 um", "energy", "250 mV"), "the campaign wants Wh/kg");
    assertRefused(row("thickness", "50 s", "energy", "250 Wh/kg"), "which is no um");
    Observation silent =
        Source.row("1", row("thickness", "5 um").done().values(), new LinkedHashMap<>());
    assertRefused(silent, "none of the outcomes");
    SequencedMap<String, Value> with = new LinkedHashMap<>();
    with.put("thickness", Value.Scalar.parse("50 um"));
    Source both =
        new Source("earlier", List.of(row("thickness", "5 um", "energy", "2 Wh/kg")), with);
    assertTrue(
        assertThrows(CellwrightException.class, () -> SourceMatch.of(both, plane()))
            .what()
            .contains("its rows do so too"));
  }

  private static void assertRefused(Observation row, String why) {
    Source source = new Source("earlier", List.of(row), new LinkedHashMap<>());
    CellwrightException refused =
        assertThrows(CellwrightException.class, () -> SourceMatch.of(source, plane()));
    assertTrue(refused.what().contains(why), refused.what());
    assertFalse(String.valueOf(refused.where()).isEmpty());
  }
}
