package org.cellwright.science.cell.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.cellwright.core.NearestName;
import org.cellwright.science.cell.Control;
import org.cellwright.science.cell.Ending;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Step;
import org.cellwright.science.cell.experiment.Words.Kind;
import org.cellwright.science.cell.experiment.Words.Word;

/** Recursive descent over the sentences of an experiment; the grammar stands in the package. */
public final class Sentences {
  private static final int MAX_NESTING = 20;
  private static final List<String> VERBS = List.of("Charge", "Discharge", "Hold", "Rest");

  private final Words words;
  private int nesting;

  private Sentences(Words words) {
    this.words = words;
  }

  /** See {@link Experiment#parse}. */
  public static Experiment parse(String text) {
    Words words = new Words(text);
    List<Step> steps = new Sentences(words).items();
    if (words.peek().kind() != Kind.END) {
      throw words.refused("a closing parenthesis without an opening one", words.peek());
    }
    return new Experiment(steps);
  }

  private List<Step> items() {
    List<Step> steps = new ArrayList<>();
    skipSeparators();
    while (words.peek().kind() != Kind.END && !words.peek().is(")")) {
      Word first = words.peek();
      if (first.is("(")) {
        repeat(steps);
      } else {
        steps.add(step());
      }
      requireRoom(steps.size(), first);
      Word after = words.peek();
      if (!isSeparator(after) && after.kind() != Kind.END && !after.is(")")) {
        throw words.refused("the step should be over", after);
      }
      skipSeparators();
    }
    return steps;
  }

  private static boolean isSeparator(Word word) {
    return word.kind() == Kind.NEW_LINE || word.is(";") || word.is(",");
  }

  private void skipSeparators() {
    while (isSeparator(words.peek())) {
      words.take();
    }
  }

  private void repeat(List<Step> steps) {
    Word open = words.take();
    if (++nesting > MAX_NESTING) {
      throw words.refused("groups nest deeper than " + MAX_NESTING + " levels", open);
    }
    List<Step> group = items();
    if (!words.take(")")) {
      throw words.refused("a closing parenthesis is missing for the group", open);
    }
    if (group.isEmpty()) {
      throw words.refused("a group without steps", open);
    }
    Word times = words.peek();
    if (!words.take("x") && !words.take("×") && !words.take("*")) {
      throw words.refused(
          "the number of repetitions is missing", times, "Write for example: (…) x 100");
    }
    Word count = words.peek();
    double repetitions = words.positive("the number of repetitions");
    if (repetitions != Math.rint(repetitions)) {
      throw words.refused("the number of repetitions is not whole", count);
    }
    requireRoom(steps.size() + group.size() * repetitions, count);
    for (int i = 0; i < repetitions; i++) {
      steps.addAll(group);
    }
    nesting--;
  }

  private void requireRoom(double size, Word word) {
    if (size > Experiment.MAX_STEPS) {
      throw words.refused(
          "the experiment would have more than " + Experiment.MAX_STEPS + " steps",
          word,
          "Repeat fewer times; for ageing over many cycles use the command cycle.");
    }
  }

  private Step step() {
    Word verb = words.take();
    Control control;
    if (verb.is("Rest")) {
      control = new Control.Rest();
    } else if (verb.is("Hold")) {
      boolean margin = words.take("plating");
      if (margin) {
        words.require("margin", "plating");
      }
      words.require("at", margin ? "Hold plating margin" : "Hold");
      control = hold(margin);
    } else if (verb.is("Charge") || verb.is("Discharge")) {
      words.require("at", verb.text());
      control = loads(verb.is("Charge") ? 1 : -1);
    } else {
      throw words.refused(
          "a step begins with Charge, Discharge, Hold or Rest",
          verb,
          verb.is("Run")
              ? "A drive cycle is a .csv file of its own, given in place of sentences."
              : NearestName.to(verb.text(), VERBS)
                  .map(name -> "Maybe '" + name + "' was meant.")
                  .orElse("Write for example: Discharge at C/3 until 2.5 V"));
    }
    List<Ending> endings = endings(control);
    if (endings.isEmpty() && !isLoad(control)) {
      throw words.refused(
          verb.text() + " has no end",
          words.peek(),
          verb.is("Rest") ? "Write for example: Rest for 1 hour" : "Add for example: until C/50");
    }
    refuseTemperature();
    OptionalDouble period = period();
    return new Step(control, endings, period, words.between(verb.start(), words.endOfLast()));
  }

  private static boolean isLoad(Control control) {
    return !(control instanceof Control.Rest
        || control instanceof Control.Voltage
        || control instanceof Control.PlatingMargin);
  }

  private void refuseTemperature() {
    Word at = words.peek();
    if (words.take("at")) {
      throw words.refused(
          "a step has no temperature of its own",
          at,
          "Leave it out and give the temperature of the whole experiment (--temperature).");
    }
  }

  private Control hold(boolean margin) {
    Word start = words.peek();
    Quantity quantity = margin ? marginAlone() : quantity("the voltage to hold");
    return switch (quantity.measures) {
      case VOLTAGE -> new Control.Voltage(quantity.si);
      case PLATING_MARGIN -> new Control.PlatingMargin(quantity.si);
      default ->
          throw words.refused(
              "only a voltage can be held", start, "Write for example: Hold at 4.2 V");
    };
  }

  private Quantity marginAlone() {
    Word start = words.peek();
    Quantity quantity = anyQuantity("the plating margin");
    if (quantity.measures != Scale.Measures.VOLTAGE) {
      throw words.refused("a plating margin is a voltage", start, "Write for example: 0 mV");
    }
    return new Quantity(Scale.Measures.PLATING_MARGIN, quantity.si);
  }

  private Control loads(int sign) {
    Word start = words.peek();
    List<Control> loads = new ArrayList<>(List.of(load(sign, false)));
    Word or = words.peek();
    while (words.take("or")) {
      if (words.peek().is("for") || words.peek().is("until")) {
        throw words.refused("'or' before the first ending", or);
      }
      loads.add(load(sign, true));
    }
    if (loads.size() == 1) {
      return loads.getFirst();
    }
    if (loads.stream()
        .anyMatch(l -> l instanceof Control.Power || l instanceof Control.Resistance)) {
      throw words.refused(
          "a power or a resistance beside other limits",
          start,
          "Give currents, C-rates, voltages or plating margins.");
    }
    return new Control.MostRestrictive(loads);
  }

  private Control load(int sign, boolean limit) {
    Word start = words.peek();
    Quantity quantity = quantity("the current, C-rate or power");
    return switch (quantity.measures) {
      case CURRENT -> new Control.Current(sign * quantity.si);
      case C_RATE -> new Control.CRate(sign * quantity.si);
      case POWER -> new Control.Power(sign * quantity.si);
      case RESISTANCE -> {
        if (sign > 0) {
          throw words.refused("a resistance cannot charge a cell", start);
        }
        yield new Control.Resistance(quantity.si);
      }
      case VOLTAGE -> {
        if (!limit) {
          throw words.refused("a voltage is held", start, "Write for example: Hold at 4.2 V");
        }
        yield new Control.Voltage(quantity.si);
      }
      case PLATING_MARGIN -> {
        if (sign < 0) {
          throw words.refused("a plating margin does not limit a discharge", start);
        }
        yield new Control.PlatingMargin(quantity.si);
      }
      case TIME -> throw words.refused("a time where a current is needed", start);
    };
  }

  private List<Ending> endings(Control control) {
    List<Ending> endings = new ArrayList<>();
    while (true) {
      Word word = words.peek();
      if (!endings.isEmpty() && !words.take("or")) {
        return endings;
      }
      if (words.take("for")) {
        endings.add(new Ending.AfterTime(duration("the duration")));
      } else if (words.take("until")) {
        endings.add(limit(control));
      } else if (endings.isEmpty()) {
        return endings;
      } else {
        throw words.refused("'for' or 'until' is missing after 'or'", words.peek());
      }
      if (Collections.frequency(endings, endings.getLast()) > 1) {
        throw words.refused("the same ending twice", word);
      }
    }
  }

  private Ending limit(Control control) {
    Word start = words.peek();
    Quantity quantity = quantity("the limit after 'until'");
    switch (quantity.measures) {
      case VOLTAGE -> {
        if (control instanceof Control.Voltage) {
          throw words.refused(
              "a hold keeps its voltage and cannot end at one",
              start,
              "End it at a current or after a time: until C/50, for 1 hour.");
        }
        return new Ending.AtVoltage(quantity.si);
      }
      case PLATING_MARGIN -> {
        if (control instanceof Control.PlatingMargin) {
          throw words.refused("a hold keeps its plating margin and cannot end at one", start);
        }
        return new Ending.AtPlatingMargin(quantity.si);
      }
      case CURRENT, C_RATE -> {
        if (control instanceof Control.Current
            || control instanceof Control.CRate
            || control instanceof Control.Rest) {
          throw words.refused(
              "the step keeps its current and cannot end at one",
              start,
              "End it at a voltage or after a time; a current ends a hold.");
        }
        return quantity.measures == Scale.Measures.CURRENT
            ? new Ending.AtCurrent(quantity.si)
            : new Ending.AtCRate(quantity.si);
      }
      case TIME -> throw words.refused("a time after 'until'", start, "Write 'for' before a time.");
      default -> throw words.refused("a step ends at a voltage, a current or a C-rate", start);
    }
  }

  private OptionalDouble period() {
    if (!words.take("(")) {
      return OptionalDouble.empty();
    }
    double seconds = duration("the period");
    words.require("period", "its duration");
    words.require(")", "'period'");
    return OptionalDouble.of(seconds);
  }

  private double duration(String what) {
    Word start = words.peek();
    Quantity quantity = quantity(what);
    if (quantity.measures != Scale.Measures.TIME) {
      throw words.refused(what + " is not a time", start, "Write for example: 20 minutes");
    }
    return quantity.si;
  }

  private record Quantity(Scale.Measures measures, double si) {}

  private Quantity quantity(String what) {
    if (words.peek().is("C")) {
      words.take();
      words.require("/", "C");
      return new Quantity(Scale.Measures.C_RATE, 1 / words.positive("the number after C/"));
    }
    Word number = words.peek();
    Quantity quantity = anyQuantity(what);
    if (quantity.measures == Scale.Measures.VOLTAGE && words.take("plating")) {
      words.require("margin", "plating");
      return new Quantity(Scale.Measures.PLATING_MARGIN, quantity.si);
    }
    if (quantity.si == 0) {
      throw words.zero(what, number);
    }
    return quantity;
  }

  /** Also zero. */
  private Quantity anyQuantity(String what) {
    double value = words.number(what);
    Word unit = words.peek();
    if (unit.kind() != Kind.WORD) {
      throw words.refused("a unit is missing after the number", unit);
    }
    Scale scale =
        Scale.of(unit.text())
            .orElseThrow(() ->
                words.refused(
                    "unknown unit", unit, "Known: C, A, mA, W, mW, kW, V, mV, ohm, s, min, h, d."));
    words.take();
    double si = value * scale.si();
    if (!Double.isFinite(si) || (si == 0 && value != 0)) {
      throw words.refused(what + " is beyond double precision", unit);
    }
    return new Quantity(scale.measures(), si);
  }
}
