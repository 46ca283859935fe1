package org.cellwright.science.cell.experiment;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;

/** The words of an experiment's text with their places, and the refusals that point at them. */
final class Words {
  private static final int MAX_LENGTH = 1_000_000;
  private static final String EXAMPLE =
      "Write for example: Charge at 1C until 4.2 V; Hold at 4.2 V until C/50; Rest for 1 hour";

  enum Kind {
    NUMBER,
    WORD,
    SYMBOL,
    NEW_LINE,
    END
  }

  record Word(Kind kind, String text, int start, int end) {
    boolean is(String wanted) {
      return text.equalsIgnoreCase(wanted);
    }
  }

  private final String source;
  private final List<Word> words = new ArrayList<>();
  private int next;

  Words(String source) {
    this.source = source;
    if (source.length() > MAX_LENGTH) {
      throw CellwrightException.refused(
          "an experiment of " + source.length() + " characters is longer than " + MAX_LENGTH,
          null,
          "Write repetitions as (…) x N, and measured profiles as a drive cycle.");
    }
    split();
  }

  private void split() {
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      int start = at;
      if (c == '#') {
        while (at < source.length() && source.charAt(at) != '\n') {
          at++;
        }
      } else if (c == '\n') {
        at++;
        words.add(new Word(Kind.NEW_LINE, "end of line", start, at));
      } else if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
        at++;
      } else if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
        at = endOfNumber(at);
        words.add(new Word(Kind.NUMBER, source.substring(start, at), start, at));
      } else if (Character.isLetter(c)) {
        while (at < source.length() && Character.isLetter(source.charAt(at))) {
          at++;
        }
        words.add(new Word(Kind.WORD, source.substring(start, at), start, at));
      } else {
        at += Character.charCount(source.codePointAt(at));
        words.add(new Word(Kind.SYMBOL, source.substring(start, at), start, at));
      }
    }
    words.add(new Word(Kind.END, "the end", source.length(), source.length()));
  }

  private int endOfNumber(int from) {
    int at = from;
    while (isDigit(at)) {
      at++;
    }
    if (at < source.length() && source.charAt(at) == '.') {
      at++;
      while (isDigit(at)) {
        at++;
      }
    }
    int exponent = at;
    if (at < source.length() && (source.charAt(at) == 'e' || source.charAt(at) == 'E')) {
      at++;
      if (at < source.length() && (source.charAt(at) == '+' || source.charAt(at) == '-')) {
        at++;
      }
      if (!isDigit(at)) {
        return exponent;
      }
      while (isDigit(at)) {
        at++;
      }
    }
    return at;
  }

  private boolean isDigit(int at) {
    return at < source.length() && source.charAt(at) >= '0' && source.charAt(at) <= '9';
  }

  Word peek() {
    return words.get(next);
  }

  Word take() {
    Word word = words.get(next);
    if (word.kind() != Kind.END) {
      next++;
    }
    return word;
  }

  boolean take(String wanted) {
    if (!peek().is(wanted)) {
      return false;
    }
    take();
    return true;
  }

  void require(String wanted, String afterWhat) {
    if (!take(wanted)) {
      throw refused("'" + wanted + "' is missing after " + afterWhat, peek(), EXAMPLE);
    }
  }

  /** A number that is not negative; anything else is explained. */
  double number(String ofWhat) {
    Word word = peek();
    if (word.is("-") || word.is("−") || word.is("+")) {
      throw refused(
          ofWhat + " has a sign",
          word,
          "Leave the sign out: the word Charge or Discharge says the direction.");
    }
    if (word.kind() != Kind.NUMBER) {
      throw refused(ofWhat + " is missing", word, EXAMPLE);
    }
    take();
    double value = Double.parseDouble(word.text());
    if (!Double.isFinite(value)) {
      throw refused(ofWhat + " is too large", word, "Check its exponent.");
    }
    Word comma = peek();
    if (comma.is(",") && comma.start() == word.end() && isDigit(comma.end())) {
      throw refused(ofWhat + " is written with a comma", comma, "Write decimals with a point.");
    }
    return value;
  }

  double positive(String ofWhat) {
    Word word = peek();
    double value = number(ofWhat);
    if (value == 0) {
      throw zero(ofWhat, word);
    }
    return value;
  }

  CellwrightException zero(String what, Word word) {
    return refused(what + " is zero", word, "Give a number greater than 0, or write Rest.");
  }

  String between(int start, int end) {
    return source.substring(start, end);
  }

  int endOfLast() {
    return next == 0 ? 0 : words.get(next - 1).end();
  }

  CellwrightException refused(String what, Word word) {
    return refused(what, word, EXAMPLE);
  }

  /** Quotes the line and points at the word. */
  CellwrightException refused(String what, Word word, String hint) {
    int at = Math.min(word.start(), source.length());
    int lineStart = source.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = source.indexOf('\n', at);
    String line = source.substring(lineStart, lineEnd < 0 ? source.length() : lineEnd);
    long lineNumber = source.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    boolean named = word.kind() != Kind.END && word.kind() != Kind.NEW_LINE;
    return CellwrightException.refused(
        what
            + (named ? " at '" + shortened(word.text()) + "'" : " at the end of the line")
            + " in \""
            + shortened(line.strip())
            + "\"",
        "line " + lineNumber + ", column " + (at - lineStart + 1),
        hint);
  }

  private static String shortened(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }
}
