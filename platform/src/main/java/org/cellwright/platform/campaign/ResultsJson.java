package org.cellwright.platform.campaign;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.cellwright.core.MeasurementUnit;

/** {@code results.json}: snake_case, stable order, numbers as value, std, kind and UCUM unit. */
public final class ResultsJson {
  private ResultsJson() {}

  /** The whole of a run. The stream stays open. */
  public static void write(RunResult result, OutputStream out) throws IOException {
    throw new UnsupportedOperationException("" + result + out + MeasurementUnit.ONE);
  }

  /** {@code {"evaluations": […]}} in the same form. The stream stays open. */
  public static void write(List<RunResult.Evaluated> evaluations, OutputStream out)
      throws IOException {
    throw new UnsupportedOperationException("" + evaluations + out);
  }
}
