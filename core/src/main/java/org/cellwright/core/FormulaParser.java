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
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over {@link Formula}: sum, product, power, atom; units are checked on the way.
 */
final class FormulaParser {
  private static final int LONGEST = 1000;
  private static final int DEEPEST = 50;
  private static final Map<String, Integer> FUNCTIONS =
      Map.of("sqrt", 1, "exp", 1, "log", 1, "abs", 1, "min", 2, "max", 2, "ramp", 3);

  private final String text;
  private final Map<String, MeasurementUnit> outputs;
  private final SequencedMap<String, MeasurementUnit> used = new LinkedHashMap<>();
  private int at;
  private int depth;

  FormulaParser(String text, Map<String, MeasurementUnit> outputs) {
    this.text = text;
    this.outputs = outputs;
  }

  /** A part with the unit of its value. */
  private record Term(Node node, MeasurementUnit unit) {
    static Term of(double value) {
      return new Term(new Constant(value), MeasurementUnit.ONE);
    }
  }

  Formula formula() {
    if (text.length() > LONGEST) {
      throw refused("the formula is longer than %d characters".formatted(LONGEST), null);
    }
    Term whole = sum();
    skipSpaces();
    if (at < text.length()) {
      throw unexpected(null);
    }
    if (used.isEmpty()) {
      throw refused("the formula '%s' names no output".formatted(text), null);
    }
    return new Formula(text, used, whole.node, whole.unit);
  }

  private Term sum() {
    if (++depth > DEEPEST) {
      throw refused("'%s' nests deeper than %d parentheses".formatted(text, DEEPEST), null);
    }
    Term total = product();
    while (true) {
      char sign = peek();
      if (sign != '+' && sign != '-') {
        depth--;
        return total;
      }
      at++;
      total = same(sign == '+' ? Operation.ADD : Operation.SUBTRACT, total, product());
    }
  }

  private Term product() {
    Term total = power();
    while (true) {
      char sign = peek();
      if (sign != '*' && sign != '/') {
        return total;
      }
      at++;
      Term next = power();
      MeasurementUnit unit = sign == '*' ? total.unit.times(next.unit) : total.unit.per(next.unit);
      Operation operation = sign == '*' ? Operation.MULTIPLY : Operation.DIVIDE;
      Term made = new Term(new Applied(operation, total.node, next.node), unit);
      total = unit.isDimensionless() ? in(made, MeasurementUnit.ONE) : made;
    }
  }

  private Term power() {
    if (peek() == '-') {
      at++;
      Term positive = power();
      return new Term(
          new Applied(Operation.MULTIPLY, new Constant(-1), positive.node), positive.unit);
    }
    Term base = atom();
    if (peek() != '^') {
      return base;
    }
    at++;
    Term exponent = pure(power());
    if (exponent.node instanceof Constant(double n) && n == 2) {
      return new Term(
          new Applied(Operation.POWER, base.node, exponent.node), base.unit.times(base.unit));
    }
    return new Term(
        new Applied(Operation.POWER, pure(base).node, exponent.node), MeasurementUnit.ONE);
  }

  private Term atom() {
    char c = peek();
    if (c == '(') {
      at++;
      Term inner = sum();
      expect(')');
      return inner;
    }
    if (Character.isDigit(c) || c == '.') {
      return number();
    }
    if (Character.isLetter(c) || c == '_') {
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      String name = text.substring(start, at);
      return FUNCTIONS.containsKey(name) && peek() == '(' ? call(name) : output(name);
    }
    throw unexpected("Write it like 'energy * life / cost'.");
  }

  private Term output(String name) {
    MeasurementUnit unit = outputs.get(name);
    if (unit == null) {
      throw refused(
          "the formula '%s' names '%s', which is no output".formatted(text, name),
          NearestName.hint(name, outputs.keySet()));
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
      at++;
      given.add(sum());
    } while (peek() == ',');
    expect(')');
    int count = FUNCTIONS.getOrDefault(name, 0);
    if (given.size() != count) {
      throw refused(
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
      throw refused(
          "'%s' needs a pure number where it has one in %s".formatted(text, term.unit),
          "Divide by a quantity of the same dimension.");
    }
    return in(term, MeasurementUnit.ONE);
  }

  private Term number() {
    int start = at;
    while (at < text.length()
        && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.' || isExponent())) {
      at++;
    }
    double value;
    try {
      value = Double.parseDouble(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw unexpected("This is no number.");
    }
    int end = at;
    skipSpaces();
    int unitStart = at;
    while (at < text.length() && ",()+-* ".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String symbol = text.substring(unitStart, at).strip();
    if (symbol.isEmpty() || "/^".indexOf(symbol.charAt(0)) >= 0) {
      at = end;
      return Term.of(value);
    }
    MeasurementUnit unit = MeasurementUnit.parse(symbol);
    MeasurementUnit absolute = unit.ofDifference();
    return new Term(new Constant(unit.convert(value, absolute)), absolute);
  }

  /** An e, or its sign, that stands before a digit, as in 2e-3; not the start of a unit. */
  private boolean isExponent() {
    char c = text.charAt(at);
    char before = at > 0 ? text.charAt(at - 1) : ' ';
    String rest = text.substring(at + 1);
    return (c == 'e' || c == 'E') && rest.matches("(?s)[+-]?\\d.*")
        || "+-".indexOf(c) >= 0 && (before == 'e' || before == 'E') && rest.matches("(?s)\\d.*");
  }

  private char peek() {
    skipSpaces();
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void expect(char c) {
    if (peek() != c) {
      throw unexpected("A parenthesis is not closed.");
    }
    at++;
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private CellwrightException mixed(Term a, Term b) {
    return refused(
        "the formula '%s' sets %s against %s".formatted(text, a.unit, b.unit),
        "Both need the same dimension; give a number its unit.");
  }

  private CellwrightException unexpected(@Nullable String hint) {
    return refused("the formula '%s' cannot be read at character %d".formatted(text, at + 1), hint);
  }

  private static CellwrightException refused(String what, @Nullable String hint) {
    return CellwrightException.refused(what, null, hint);
  }
}
