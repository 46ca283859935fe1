package org.cellwright.core;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A place in arithmetic that people write, for {@link FormulaParser} and {@link ArithmeticRule}:
 * what both read alike, and what is said where it cannot be read.
 */
final class ArithmeticText {
  private static final int LONGEST = 1000;
  private static final int DEEPEST = 50;

  final String text;
  int at;

  private final String noun;
  private final @Nullable String where;

  /**
   * @param noun what the text is, in errors
   * @param where as in {@link CellwrightException}
   */
  ArithmeticText(String noun, String text, @Nullable String where) {
    this.noun = noun;
    this.text = text;
    this.where = where;
    if (text.length() > LONGEST) {
      throw refused("the %s is longer than %d characters".formatted(noun, LONGEST), null);
    }
  }

  void requireDepth(int parentheses) {
    if (parentheses > DEEPEST) {
      throw refused("'%s' nests deeper than %d parentheses".formatted(text, DEEPEST), null);
    }
  }

  /** The next character that is no space; 0 at the end. */
  char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  boolean isAtEnd() {
    peek();
    return at >= text.length();
  }

  void close() {
    if (peek() != ')') {
      throw unexpected("A parenthesis is not closed.");
    }
    at++;
  }

  static boolean beginsNumber(char c) {
    return Character.isDigit(c) || c == '.';
  }

  static boolean beginsName(char c) {
    return Character.isLetter(c) || c == '_';
  }

  String name() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Without its unit. */
  double number() {
    int start = at;
    while (at < text.length()
        && (beginsNumber(text.charAt(at))
            || isExponent(at)
            || "+-".indexOf(text.charAt(at)) >= 0 && at > start && isExponent(at - 1))) {
      at++;
    }
    try {
      return Double.parseDouble(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw unexpected("This is no number.");
    }
  }

  /** An e that stands before a digit, signed or not, as in 2e-3; not the start of a unit. */
  private boolean isExponent(int i) {
    char c = text.charAt(i);
    int next = i + 1;
    if (next < text.length() && "+-".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    return (c == 'e' || c == 'E') && next < text.length() && Character.isDigit(text.charAt(next));
  }

  CellwrightException mixed(MeasurementUnit a, MeasurementUnit b, String hint) {
    return refused("the %s '%s' sets %s against %s".formatted(noun, text, a, b), hint);
  }

  /** A name that stands for nothing. */
  CellwrightException unknown(String name, String wanted, Collection<String> known) {
    return refused(
        "the %s '%s' names '%s', which is %s".formatted(noun, text, name, wanted),
        NearestName.hint(name, known));
  }

  CellwrightException unexpected(@Nullable String hint) {
    return refused(
        "the %s '%s' cannot be read at character %d".formatted(noun, text, at + 1), hint);
  }

  CellwrightException refused(String what, @Nullable String hint) {
    return CellwrightException.refused(what, where, hint);
  }
}
