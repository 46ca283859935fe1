package org.cellwright.cli.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.cellwright.cli.chart.CharacterChart;
import org.cellwright.cli.chart.Chart;
import org.cellwright.cli.chart.Raster;
import org.cellwright.platform.formats.ColumnFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Charts that go into a file, .svg or .png, or onto the terminal. */
final class Pictures {
  private static final String HERE = "here";

  private Pictures() {}

  /** {@code --plot} with a file or without. */
  static void declarePlot(CommandSpec spec, String what) {
    spec.addOption(
        OptionSpec.builder("--plot")
            .type(String.class)
            .arity("0..1")
            .fallbackValue(HERE)
            .paramLabel("F.svg|F.png")
            .description("Draw " + what + "; without a file, here in characters.")
            .build());
  }

  /** Whether {@code --plot} was asked for, and can be done. */
  static Optional<String> plot(ParseResult words) {
    String plot = words.matchedOptionValue("--plot", null);
    if (plot != null && !plot.equals(HERE)) {
      requireKnownEnding("--plot", plot);
    }
    return Optional.ofNullable(plot);
  }

  static void requireKnownEnding(String option, String file) {
    if (!file.endsWith(".svg") && !file.endsWith(".png")) {
      throw Options.usage(
          "%s '%s' is neither .svg nor .png".formatted(option, file),
          "The ending chooses the format. Write --plot last to draw on the terminal.");
    }
  }

  static void show(Chart chart, String plot, Session session) {
    if (!plot.equals(HERE)) {
      write(chart, session.folder().resolve(plot));
    } else if (session.isText()) {
      session.say(CharacterChart.of(chart, session.terminal()));
    } else {
      session.terminal().err().print(CharacterChart.of(chart, session.terminal()));
    }
  }

  static void write(Chart chart, Path file) {
    ColumnFile.replace(
        file,
        out -> {
          if (file.toString().endsWith(".png")) {
            Raster.writePng(chart.drawing(), out);
          } else {
            out.write(chart.drawing().svgFile().getBytes(StandardCharsets.UTF_8));
          }
        });
  }
}
