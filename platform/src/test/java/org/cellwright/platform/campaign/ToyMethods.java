package org.cellwright.platform.campaign;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cellwright.core.Computation;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.Outcome;
import org.cellwright.core.Port;
import org.cellwright.core.Request;
import org.cellwright.core.Settings;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;

/**
 * A cell that is cheap to understand: thick coatings store much and charge slowly, rough ones
 * plate. Settings: {@code millis} to dawdle, {@code deaf} to ignore interrupts, {@code fails} to
 * break.
 */
public final class ToyMethods implements MethodProvider {

  /** Changes what {@link Toy#identity} says. */
  static volatile String version = "1";

  @Override
  public String name() {
    return "toy.cell";
  }

  @Override
  public Method configure(Settings settings, SequencedMap<String, NamedFile> files) {
    settings.requireOnly(List.of("millis", "deaf", "fails", "bias"));
    return new Toy(
        settings.integer("millis", 0, 0, 60_000),
        settings.integer("deaf", 0, 0, 1) == 1,
        settings.integer("fails", 0, 0, 1) == 1,
        settings.integer("bias", 0, -100, 100),
        false);
  }

  private record Toy(int millis, boolean deaf, boolean fails, int bias, boolean fine)
      implements Computation {

    @Override
    public Identity identity() {
      return new Identity("toy.cell", version, "bias " + bias);
    }

    @Override
    public List<Port> inputs() {
      return List.of(
          Port.scalar("thickness", "m", "of the coating"),
          Port.scalar("porosity", "1", "of the coating"),
          Port.scalar("rate", "C", "of charging"),
          new Port("additive", Port.Type.CATEGORY, MeasurementUnit.ONE, "in the electrolyte"),
          new Port("blend", Port.Type.COMPOSITION, MeasurementUnit.ONE, "of solvents"),
          Port.scalar("cycles", "1", "of formation"),
          Port.scalar("anneal", "K", "temperature"));
    }

    @Override
    public List<Port> outputs() {
      return List.of(
          Port.scalar("energy", "J/kg", "specific"),
          Port.scalar("time", "s", "to charge"),
          Port.scalar("margin", "V", "against plating"),
          Port.scalar("peak", "K", "temperature"));
    }

    @Override
    public Outcome compute(Request request) throws InterruptedException {
      dawdle();
      Design design = request.design();
      double x = design.si("thickness") * 1e6;
      double y = design.si("porosity");
      if (fails && x > 80) {
        throw new IllegalStateException("too thick for a toy");
      }
      if (x > 95) {
        return Outcome.failed(design, "the solver gave up");
      }
      double sum = IntStream.rangeClosed(1, 64).parallel().mapToDouble(k -> x * y / k).sum();
      SequencedMap<String, Value> values = new LinkedHashMap<>();
      values.put("energy", scalar(3600 * (200 + x - 100 * y), "J/kg"));
      values.put("time", scalar(60 * (5 + 0.004 * x * x * (1.2 - y)), "s"));
      values.put("margin", scalar(1e-3 * (20 - 0.3 * x + 30 * y + bias - (fine ? 2 : 0)), "V"));
      values.put("peak", scalar(298.15 + x / 10 + 0 * sum, "K"));
      byte[] cell = ("{\"thickness\": " + x + "}").getBytes(StandardCharsets.UTF_8);
      return Outcome.ok(
          design,
          values,
          y > 0.4 ? List.of("porosity extrapolated") : List.of(),
          List.of(new Outcome.Attachment("cell.json", "application/json", cell)));
    }

    private void dawdle() throws InterruptedException {
      long end = System.nanoTime() + millis * 1_000_000L;
      while (System.nanoTime() < end) {
        if (deaf) {
          Thread.onSpinWait();
        } else {
          Thread.sleep(Math.min(millis, 5));
        }
      }
    }

    private static Scalar scalar(double value, String unit) {
      return new Scalar(
          value,
          MeasurementUnit.parse(unit),
          new Uncertainty(Uncertainty.Kind.NUMERICAL, Math.abs(value) * 1e-3));
    }

    @Override
    public Optional<Computation> refined() {
      return Optional.of(new Toy(millis, deaf, fails, bias, true));
    }
  }
}
