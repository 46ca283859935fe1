package org.cellwright.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.cellwright.core.Formula.Applied;
import org.cellwright.core.Formula.Constant;
import org.cellwright.core.Formula.Input;
import org.cellwright.core.Formula.Node;
import org.cellwright.core.Formula.Operation;

/**
 * Recursive descent over {@link Formula}: sum, product, power, atom; units are checked on the way.
 */
final class FormulaParser {
  private static final Map<String, Integer> FUNCTIONS =
      Map.of("sqrt", 1, "exp", 1, "log", 1, "abs", 1, "min", 2, "max", 2, "ramp", 3);

  private final ArithmeticText written;
  private final Map<String, MeasurementUnit> outputs;
  private final SequencedMap<String, MeasurementUnit> used = new LinkedHashMap<>();
  private int depth;

  FormulaParser(String text, Map<String, MeasurementUnit> outputs) {
    this.written = new ArithmeticText("formula", text, null);
    this.outputs = outputs;
  }

  /** A part with the unit of its value. */
  private record Term(Node node, MeasurementUnit unit) {
    static Term of(double value) {
      return new Term(new Constant(value), MeasurementUnit.ONE);
    }
  }

  Formula formula() {
    Term whole = sum();
    if (!written.isAtEnd()) {
      throw written.unexpected(null);
    }
    if (used.isEmpty()) {
      throw written.refused("the formula '%s' names no output".formatted(written.text), null);
    }
    return new Formula(written.text, used, whole.node, whole.unit);
  }

  private Term sum() {
    written.requireDepth(++depth);
    Term total = product();
    while (true) {
      char sign = written.peek();
      if (sign != '+' && sign != '-') {
        depth--;
        return total;
      }
      written.at++;
      total = same(sign == '+' ? Operation.ADD : Operation.SUBTRACT, total, product());
    }
  }

  private Term product() {
    Term total = power();
    while (true) {
      char sign = written.peek();
      if (sign != '*' && sign != '/') {
        return total;
      }
      written.at++;
      Term next = power();
      MeasurementUnit unit = sign == '*' ? total.unit.times(next.unit) : total.unit.per(next.unit);
      Operation operation = sign == '*' ? Operation.MULTIPLY : Operation.DIVIDE;
      Term made = new Term(new Applied(operation, total.node, next.node), unit);
      total = unit.isDimensionless() ? in(made, MeasurementUnit.ONE) : made;
    }
  }

  private Term power() {
    if (written.peek() == '-') {
      written.at++;
      Term positive = power();
      return new Term(
          new Applied(Operation.MULTIPLY, new Constant(-1), positive.node), positive.unit);
    }
    Term base = atom();
    if (written.peek() != '^') {
      return base;
    }
    written.at++;
    Term exponent = pure(power());
    if (exponent.node instanceof Constant(double n) && n == 2) {
      return new Term(
          new Applied(Operation.POWER, base.node, exponent.node), base.unit.times(base.unit));
    }
    return new Term(
        new Applied(Operation.POWER, pure(base).node, exponent.node), MeasurementUnit.ONE);
  }

  private Term atom() {
    char c = written.peek();
    if (c == '(') {
      written.at++;
      Term inner = sum();
      written.close();
      return inner;
    }
    if (ArithmeticText.beginsNumber(c)) {
      return number();
    }
    if (ArithmeticText.beginsName(c)) {
      String name = written.name();
      return FUNCTIONS.containsKey(name) && written.peek() == '(' ? call(name) : output(name);
    }
    throw written.unexpected("Write it like 'energy * life / cost'.");
  }

  private Term output(String name) {
    MeasurementUnit unit = outputs.get(name);
    if (unit == null) {
      throw written.unknown(name, "no output", outputs.keySet());
    }
    used.putIfAbsent(name, unit);
    int index = List.copyOf(used.keySet()).indexOf(name);
    MeasurementUnit absolute = unit.ofDifference();
    double offset = unit.convert(0, absolute);
    return new Term(new Input(index, unit.convert(1, absolute) - offset, offset), absolute);
  }

  private Term call(String name) {
    List<Term> given = new ArrayList<>();
    do {
      written.at++;
      given.add(sum());
    } while (written.peek() == ',');
    written.close();
    int count = FUNCTIONS.getOrDefault(name, 0);
    if (given.size() != count) {
      throw written.refused(
          "%s takes %d argument%s, not %d"
              .formatted(name, count, count == 1 ? "" : "s", given.size()),
          null);
    }
    Term first = given.getFirst();
    return switch (name) {
      case "sqrt" -> applied(Operation.POWER, pure(first), Term.of(0.5));
      case "exp", "log" ->
          applied(Operation.valueOf(name.toUpperCase(Locale.ROOT)), pure(first), Term.of(0));
      case "abs" -> applied(Operation.ABS, first, Term.of(0));
      case "ramp" -> {
        Term way = same(Operation.SUBTRACT, first, given.get(1));
        Term whole = same(Operation.SUBTRACT, given.get(2), given.get(1));
        if (!(way.unit.isCompatibleWith(whole.unit))) {
          throw mixed(way, whole);
        }
        Term share = same(Operation.DIVIDE, way, whole);
        yield applied(Operation.RAMP, new Term(share.node, MeasurementUnit.ONE), Term.of(0));
      }
      default -> same(Operation.valueOf(name.toUpperCase(Locale.ROOT)), first, given.get(1));
    };
  }

  private static Term applied(Operation operation, Term a, Term b) {
    return new Term(new Applied(operation, a.node, b.node), a.unit);
  }

  /** Two of one dimension, the second converted to the unit of the first. */
  private Term same(Operation operation, Term a, Term b) {
    if (!a.unit.isCompatibleWith(b.unit)) {
      throw mixed(a, b);
    }
    return applied(operation, a, in(b, a.unit));
  }

  private static Term in(Term term, MeasurementUnit unit) {
    double factor = term.unit.convert(1, unit);
    return factor == 1
        ? new Term(term.node, unit)
        : new Term(new Applied(Operation.MULTIPLY, new Constant(factor), term.node), unit);
  }

  private Term pure(Term term) {
    if (!term.unit.isDimensionless()) {
      throw written.refused(
          "'%s' needs a pure number where it has one in %s".formatted(written.text, term.unit),
          "Divide by a quantity of the same dimension.");
    }
    return in(term, MeasurementUnit.ONE);
  }

  private Term number() {
    double value = written.number();
    int end = written.at;
    written.peek();
    int start = written.at;
    while (written.at < written.text.length()
        && ",()+-* ".indexOf(written.text.charAt(written.at)) < 0) {
      written.at++;
    }
    String symbol = written.text.substring(start, written.at).strip();
    if (symbol.isEmpty() || "/^".indexOf(symbol.charAt(0)) >= 0) {
      written.at = end;
      return Term.of(value);
    }
    MeasurementUnit unit = MeasurementUnit.parse(symbol);
    MeasurementUnit absolute = unit.ofDifference();
    return new Term(new Constant(unit.convert(value, absolute)), absolute);
  }

  private CellwrightException mixed(Term a, Term b) {
    return written.mixed(a.unit, b.unit, "Both need the same dimension; give a number its unit.");
  }
}
