package org.cellwright.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.cellwright.platform.campaign.RunResult;

/**
 * The page of one run: what was found, how far it can be trusted, and where each number is from.
 */
public final class Report {
  private Report() {}

  /** A complete HTML document that refers to nothing outside itself. */
  public static String page(Material material) {
    Findings findings = new Findings(material);
    RunResult result = findings.result();
    Html html = new Html();
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
        .raw("<title>" + Html.escape(result.campaign() + " – " + result.run()) + "</title>\n")
        .raw("<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n");
    SummarySection.write(html, findings);
    FrontSection.write(html, findings);
    BestSection.write(html, findings);
    CostSection.write(html, findings);
    DesignsSection.write(html, findings);
    MattersSection.write(html, findings);
    CurvesSection.write(html, findings);
    TrustSection.write(html, findings);
    AppendixSection.write(html, findings);
    return html.raw("</main>\n</body>\n</html>\n").toString();
  }

  private static String style() {
    try (InputStream in = Report.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
