package org.cellwright.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cellwright.platform.campaign.RunResult;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {

  @Test
  void isWellFormedAndRefersToNothingOutside() throws Exception {
    for (Material material : List.of(SyntheticRun.withComparison(), SyntheticRun.alone())) {
      String page = Report.page(material);
      parse(page);
      assertFalse(page.contains("://"), "an address of the network");
      assertFalse(page.contains("<script") || page.contains("<link"), "something to be fetched");
      assertFalse(page.contains("NaN") || page.contains("null"), "a hole in the numbers");
    }
    keepForPeople(Report.page(SyntheticRun.withComparison()));
  }

  @Test
  void everyLinkLeadsToAnEvaluation() {
    String page = Report.page(SyntheticRun.withComparison());
    Set<String> targets = new HashSet<>();
    all(page, "id=\"([^\"]+)\"").forEach(targets::add);
    List<String> links = all(page, "href=\"#([^\"]+)\"");
    assertTrue(links.size() > 50);
    links.forEach(link -> assertTrue(targets.contains(link), link));
    assertEquals(targets.size(), all(page, "id=\"([^\"]+)\"").size(), "an id stands twice");
  }

  @Test
  void saysWhatHoldsTheBestDesignsBackAndWhatWasTakenOff() {
    String page = Report.page(SyntheticRun.withComparison());
    assertTrue(page.contains("binds in"));
    assertTrue(page.contains("separator thickness ↓") || page.contains("radius ↓"));
    assertTrue(page.contains("1 flipped and were taken off the front"));
    assertTrue(page.contains("−0.310 mV"));
    assertTrue(page.contains("beyond 2 mol/l"));
    assertTrue(page.contains("says nothing about charging on to 100 %"));
  }

  @Test
  void managesWithoutAFrontCurvesOrVariables() throws Exception {
    RunResult r = SyntheticRun.alone().result();
    RunResult empty =
        new RunResult(
            r.campaign(),
            r.run(),
            r.seed(),
            r.version(),
            RunResult.Status.INTERRUPTED,
            1,
            r.budget(),
            0.02,
            r.objectives(),
            r.constraints(),
            r.referencePoint(),
            0,
            List.of(),
            r.evaluations().subList(0, 1),
            List.of(),
            null,
            List.of(),
            r.fidelities(),
            new LinkedHashMap<>());
    String page =
        Report.page(new Material(empty, List.of(), Optional.empty(), hash -> Optional.empty()));
    parse(page);
    assertTrue(page.contains("resume fast-charge-cell-3"));
    assertTrue(page.contains("No design has been evaluated at the fidelity that counts."));
  }

  @Test
  void saysWhichVariablesMatterAndWhetherToGoOn() {
    String page = Report.page(SyntheticRun.alone());
    assertTrue(page.contains("<h2>What matters</h2>"));
    // Thickness makes 90 of the 130 Wh/kg, the rate does nothing for them.
    Matcher first =
        Pattern.compile("specific energy.{0,40}?<strong>([a-z ]+)</strong>").matcher(page);
    assertTrue(first.find());
    assertEquals("positive thickness", first.group(1));
    assertTrue(page.contains("in length scales") || page.contains("one more at cost"));
    assertFalse(
        Report.page(
                new Material(
                    SyntheticRun.alone().result(),
                    List.of(),
                    Optional.empty(),
                    hash -> Optional.empty()))
            .contains("What matters"));
  }

  private static void parse(String page) throws Exception {
    String xml = page.substring("<!DOCTYPE html>".length()).replace("&#10;", " ");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<String> all(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    return matcher.results().map(m -> m.group(1)).toList();
  }

  private static void keepForPeople(String page) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "report"));
    Files.writeString(folder.resolve("synthetic.html"), page);
  }
}
