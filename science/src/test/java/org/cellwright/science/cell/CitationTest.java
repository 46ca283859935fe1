package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Test;

/** A result names the works it stands on. */
class CitationTest {
  private static final Bpx LG_M50 = ReferenceData.cell("lg-m50-chen2020");

  private static List<String> keys(List<Citation> citations) {
    return citations.stream().map(Citation::key).toList();
  }

  @Test
  void aSolutionCitesModelHeatMethodAndCell() throws InterruptedException {
    Simulation simulation = Simulation.of(LG_M50).experiment("Discharge at 1C for 10 s");
    assertEquals(
        List.of("Doyle1993", "Fuller1994", "Shampine1997", "Chen2020", "Nyman2008"),
        keys(simulation.run().citations()));
    assertEquals(
        List.of("Marquis2019", "Bernardi1985", "Shampine1997", "Chen2020", "Nyman2008"),
        keys(simulation.model(Model.SPME).thermal(Thermal.LUMPED).run().citations()));
    assertEquals(
        List.of("Doyle1993", "Fuller1994", "Doyle2000", "Chen2020", "Nyman2008"),
        keys(Impedance.of(LG_M50).citations()));
  }

  @Test
  void whatIsCitedTwiceStandsOnce() throws InterruptedException {
    Simulation simulation =
        Simulation.of(ReferenceData.cell("marquis2019"))
            .model(Model.SPM)
            .experiment("Discharge at 1C for 10 s");
    assertEquals(
        List.of("Marquis2019", "Shampine1997", "cell-graphite-lco-cell-of-marquis-et-al-2019"),
        keys(simulation.run().citations()));
  }

  @Test
  void referencesOfAFileThatNobodyKnowsAreKeptInItsOwnWords() {
    Bpx cell =
        LG_M50.withHeader(
            new Bpx.Header(
                Optional.of("My cell"),
                Optional.empty(),
                Optional.of("A. Nobody 2025, 100 % own {work}; Chen, doi 10.1149/1945-7111/ab9050"),
                Bpx.Model.DFN));
    List<Citation> citations = Citation.of(cell);
    assertEquals(List.of("Chen2020", "cell-my-cell"), keys(citations));
    assertEquals(
        """
        @misc{cell-my-cell,
          title = {{Parameter set: My cell}},
          note  = {A. Nobody 2025, 100 \\% own work}
        }\
        """,
        citations.getLast().bibtex());
  }

  @Test
  void entriesAreWhole() {
    for (String key : List.of("Doyle1993", "Shampine1997", "Kim2011", "Nyman2008")) {
      String text = Citation.of(key).bibtex();
      assertTrue(text.startsWith("@article{" + key + ","), text);
      assertEquals(
          text.chars().filter(c -> c == '{').count(), text.chars().filter(c -> c == '}').count());
      assertTrue(text.contains("  doi "), text);
    }
  }
}
