package org.cellwright.science.cell.bpx;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;

/**
 * Recursive descent over a BPX function string, with Python's precedence:
 *
 * <pre>
 * sum    = term { ("+" | "-") term }
 * term   = factor { ("*" | "/") factor }
 * factor = ("+" | "-") factor | power
 * power  = atom [ "**" factor ]
 * atom   = number | "x" | name "(" sum ")" | "(" sum ")"
 * </pre>
 *
 * Length and nesting are limited, so that no text can exhaust the stack or the clock.
 */
final class FormulaParser {
  private static final int MAX_LENGTH = 20_000;
  private static final int MAX_NESTING = 100;
  private static final Set<String> OF_BPX = Set.of("exp", "tanh", "cosh");
  private static final Map<String, Byte> FUNCTIONS =
      new TreeMap<>(
          Map.of(
              "exp", Formula.EXP,
              "tanh", Formula.TANH,
              "cosh", Formula.COSH,
              "sinh", Formula.SINH,
              "log", Formula.LOG,
              "log10", Formula.LOG10,
              "sqrt", Formula.SQRT,
              "abs", Formula.ABS));

  private final String source;
  private int at;
  private int nesting;
  private int onStack;
  private int stackSize;
  private final ByteArrayOutputStream steps = new ByteArrayOutputStream();
  private final DoubleStream.Builder numbers = DoubleStream.builder();
  private final Set<String> beyondBpx = new TreeSet<>();

  FormulaParser(String source) {
    this.source = source;
  }

  Formula parse() {
    if (source.length() > MAX_LENGTH) {
      throw refused(
          "a function of " + source.length() + " characters is longer than " + MAX_LENGTH,
          "Give a table {\"x\": […], \"y\": […]} instead.");
    }
    if (source.isBlank()) {
      throw refused("an empty function", "Write a number, or a formula such as \"1 + 2 * x\".");
    }
    sum();
    if (!atEnd()) {
      throw unexpected();
    }
    return new Formula(steps.toByteArray(), numbers.build().toArray(), stackSize, beyondBpx);
  }

  private void sum() {
    term();
    while (true) {
      if (take('+')) {
        term();
        combine(Formula.ADD);
      } else if (take('-')) {
        term();
        combine(Formula.SUBTRACT);
      } else {
        return;
      }
    }
  }

  private void term() {
    factor();
    while (true) {
      if (take('*')) {
        factor();
        combine(Formula.MULTIPLY);
      } else if (take('/')) {
        factor();
        combine(Formula.DIVIDE);
      } else {
        return;
      }
    }
  }

  private void factor() {
    if (++nesting > MAX_NESTING) {
      throw refused(
          "a function nests deeper than " + MAX_NESTING + " levels", "Simplify the function.");
    }
    if (take('-')) {
      factor();
      steps.write(Formula.NEGATE);
    } else if (take('+')) {
      factor();
    } else {
      atom();
      if (takePower()) {
        factor();
        combine(Formula.POWER);
      }
    }
    nesting--;
  }

  private void atom() {
    if (atEnd()) {
      throw refused("the function ends where a value is missing: " + quoted(), "Complete it.");
    }
    char c = source.charAt(at);
    if (take('(')) {
      sum();
      close();
    } else if (isDigit(c) || c == '.') {
      number();
    } else if (isNameStart(c)) {
      name();
    } else {
      throw unexpected();
    }
  }

  private void close() {
    if (!take(')')) {
      if (atEnd()) {
        throw refused("a closing parenthesis is missing in " + quoted(), "Add ')'.");
      }
      throw unexpected();
    }
  }

  private void name() {
    int start = at;
    while (at < source.length() && (isNameStart(source.charAt(at)) || isDigit(source.charAt(at)))) {
      at++;
    }
    String name = source.substring(start, at);
    if (name.equals("x")) {
      push(Formula.X);
      return;
    }
    Byte step = FUNCTIONS.get(name);
    if (step == null) {
      at = start;
      Set<String> valid = new TreeSet<>(FUNCTIONS.keySet());
      valid.add("x");
      throw refused(
          "unknown name '" + shortened(name) + "'", NearestName.hint(shortened(name), valid));
    }
    if (!take('(')) {
      throw refused("'" + name + "' has no argument", "Write " + name + "(…).");
    }
    sum();
    close();
    steps.write(step);
    if (!OF_BPX.contains(name)) {
      beyondBpx.add(name);
    }
  }

  private void number() {
    int start = at;
    int digits = digits();
    if (at < source.length() && source.charAt(at) == '.') {
      at++;
      digits += digits();
    }
    if (digits == 0) {
      at = start;
      throw unexpected();
    }
    if (at < source.length() && (source.charAt(at) == 'e' || source.charAt(at) == 'E')) {
      at++;
      if (at < source.length() && (source.charAt(at) == '+' || source.charAt(at) == '-')) {
        at++;
      }
      if (digits() == 0) {
        throw refused("a number without digits in its exponent", "Write for example 1e-3.");
      }
    }
    double value = Double.parseDouble(source.substring(start, at));
    if (Double.isInfinite(value)) {
      at = start;
      throw refused("a number too large for double precision", "Check its exponent.");
    }
    numbers.add(value);
    push(Formula.NUMBER);
  }

  private int digits() {
    int start = at;
    while (at < source.length() && isDigit(source.charAt(at))) {
      at++;
    }
    return at - start;
  }

  private void push(byte step) {
    steps.write(step);
    stackSize = Math.max(stackSize, ++onStack);
  }

  private void combine(byte step) {
    steps.write(step);
    onStack--;
  }

  private boolean take(char wanted) {
    if (atEnd() || source.charAt(at) != wanted) {
      return false;
    }
    if (wanted == '*' && source.startsWith("**", at)) {
      return false;
    }
    at++;
    return true;
  }

  private boolean takePower() {
    if (atEnd() || !source.startsWith("**", at)) {
      return false;
    }
    at += 2;
    return true;
  }

  private boolean atEnd() {
    while (at < source.length() && " \t\r\n".indexOf(source.charAt(at)) >= 0) {
      at++;
    }
    return at == source.length();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private CellwrightException unexpected() {
    int c = source.codePointAt(at);
    String shown = Character.getName(c) == null || c < 128 ? "" : " (" + Character.getName(c) + ")";
    String hint =
        switch (c) {
          case '^' -> "Write powers as **, for example x**2.";
          case '−', '–' -> "Write an ordinary hyphen-minus.";
          case '×', '·' -> "Write products as *.";
          case ',' -> "Functions take one argument; decimals are written with a point.";
          case '(', 'x' -> "Maybe a * is missing before it.";
          default ->
              "Only numbers, x, + - * / ** ( ) and " + FUNCTIONS.keySet() + " may stand here.";
        };
    return refused(
        "'" + Character.toString(c) + "'" + shown + " was not expected in " + quoted(), hint);
  }

  private CellwrightException refused(String what, String hint) {
    return CellwrightException.refused(what, "column " + (at + 1), hint);
  }

  private String quoted() {
    return "\"" + shortened(source) + "\"";
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
