package org.cellwright.science.cell;

import org.cellwright.science.cell.continuum.Terminals;

/**
 * From what a step asks of a whole cell, charge positive, to what a model imposes on its terminals:
 * per electrode area, discharge positive.
 *
 * @param area of the electrodes, m²
 */
record CellTerminals(double area, double ampereAtOneC) {
  /** A straight piece of a profile, from a value on at a rate per second. */
  Terminals straight(Control.Profile.Kind kind, double value, double rate) {
    return switch (kind) {
      case CURRENT_AMPERE -> new Terminals.Current(-value / area, -rate / area);
      case POWER_WATT -> new Terminals.Power(-value / area, -rate / area);
      case VOLTAGE_VOLT -> new Terminals.Voltage(value, rate);
    };
  }

  Terminals of(Control control) {
    return switch (control) {
      case Control.Rest() -> new Terminals.Current(0);
      case Control.Current(double ampere) -> new Terminals.Current(-ampere / area);
      case Control.CRate(double rate) -> new Terminals.Current(-rate * ampereAtOneC / area);
      case Control.Power(double watt) -> new Terminals.Power(-watt / area);
      case Control.Voltage(double volt) -> new Terminals.Voltage(volt);
      case Control.Resistance(double ohm) -> new Terminals.Resistance(ohm * area);
      case Control.PlatingMargin(double volt) -> new Terminals.PlatingMargin(volt);
      case Control.Residual(String name, Terminals.Function function) ->
          new Terminals.General(name, ofTheCell(function));
      case Control.Profile p ->
          throw new IllegalArgumentException("a profile is followed in pieces: " + p);
      case Control.MostRestrictive l ->
          throw new IllegalArgumentException("limits are imposed one at a time: " + l);
    };
  }

  /** From a density, discharge positive, to the current of the cell, charge positive. */
  private Terminals.Function ofTheCell(Terminals.Function function) {
    return new Terminals.Function() {
      @Override
      public double at(double i, double v, double margin, double temperature, double seconds) {
        return function.at(-i * area, v, margin, temperature, seconds);
      }

      @Override
      public void partials(
          double i, double v, double margin, double temperature, double seconds, double[] into) {
        function.partials(-i * area, v, margin, temperature, seconds, into);
        into[0] *= -area;
      }
    };
  }
}
