package org.cellwright.science.cell.continuum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.ReferenceData;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.cell.continuum.Cycler.End;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BorderTest {
  private static final double MINUTE = 60;

  private static Simulation at(Model model, Thermal thermal) {
    return Simulation.of(ReferenceData.cell("lg-m50-chen2020"))
        .model(model)
        .thermal(thermal)
        .stateOfCharge(0.3)
        .relativeTolerance(1e-6);
  }

  /** From rest to a plating margin of 20 mV and on at it: what is asked for is what is found. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "SPM,ISOTHERMAL",
    "SPME,ISOTHERMAL",
    "DFN,ISOTHERMAL",
    "SPM,LUMPED",
    "SPME,LUMPED",
    "DFN,LUMPED"
  })
  void holdsThePlatingMargin(Model model, Thermal thermal) throws InterruptedException {
    Cycler cycler = at(model, thermal).cycler();
    CellModel cell = cycler.model();
    double[] worst = {0};
    End end =
        cycler.hold(
            new Terminals.PlatingMargin(0.02),
            List.of(),
            5 * MINUTE,
            (from, to) ->
                worst[0] = Math.max(worst[0], Math.abs(cycler.at(cell.margin(), to) - 0.02)));
    assertInstanceOf(End.TimeUp.class, end);
    assertTrue(cycler.state()[cell.current()] < 0, "charges");
    assertTrue(worst[0] < 1e-6, worst[0] + " V");
    double perStep = cell.newtonIterations() / (double) cycler.steps();
    System.out.printf("%s %s: %.2f Newton iterations a step%n", model, thermal, perStep);
    assertTrue(perStep < 3, perStep + " iterations a step: are the derivatives right?");
  }

  /**
   * A residual written by hand, with differences for derivatives, is the control that it spells.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void anyResidualCanBeHeld(Model model) throws InterruptedException {
    Terminals.Function power = (i, v, margin, temperature, seconds) -> i * v - 40;
    double[] byHand = held(model, new Terminals.General("40 W/m²", power));
    double[] builtIn = held(model, new Terminals.Power(40));
    assertEquals(builtIn[0], byHand[0], 1e-6);
    assertEquals(builtIn[1], byHand[1], 1e-6);
    Terminals.Function backOff =
        (i, v, margin, temperature, seconds) ->
            i + 30 - 20 * Math.max(0, temperature - 298.25) - 0.01 * seconds;
    double[] warm = held(model, new Terminals.General("less current when warm", backOff));
    assertEquals(0, backOff.at(warm[0], warm[1], warm[2], warm[3], 2 * MINUTE), 1e-4);
    assertTrue(warm[3] > 298.25, "the limit of temperature has had its say");
  }

  /** Current, voltage, margin and temperature after two minutes. */
  private static double[] held(Model model, Terminals terminals) throws InterruptedException {
    Cycler cycler = at(model, Thermal.LUMPED).cycler();
    CellModel cell = cycler.model();
    End end = cycler.hold(terminals, List.of(), 2 * MINUTE, (from, to) -> {});
    assertInstanceOf(End.TimeUp.class, end);
    double[] y = cycler.state();
    return new double[] {
      y[cell.current()], y[cell.voltage()], y[cell.margin()], y[cell.temperature()]
    };
  }
}
