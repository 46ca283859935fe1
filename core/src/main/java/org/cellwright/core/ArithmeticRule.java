package org.cellwright.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cellwright.core.Value.Composition;

/**
 * A rule written as arithmetic: {@code EC + DMC <= 0.8}, {@code positive_thickness +
 * separator_thickness <= 100 um}, {@code 2 * charge_rate_2 <= charge_rate_1}.
 *
 * <p>Names are the numeric variables of the space and the components of its blends (fractions;
 * {@code blend.EC} where a component's name alone is not clear); numbers may carry a unit; {@code +
 * - *}, parentheses, one {@code <=}, {@code >=} or {@code =}. Both sides must have one dimension; a
 * bare 0 has any. A temperature in degrees Celsius is an absolute one, a difference is written in
 * K.
 *
 * <p>Held as a polynomial in SI units whose value is the slack; of an equality it must vanish to
 * within a billionth of its terms; what the terms of an inequality miss by their last digits alone
 * is no breach. A rule with a variable that does not count is kept.
 */
public final class ArithmeticRule implements KnownConstraint {

  /** A coefficient times a product of names; no names for the constant. SI units. */
  public record Term(List<String> names, double coefficient) {
    public Term {
      names = List.copyOf(names);
    }
  }

  private static final double EQUAL = 1e-9;

  /** Of the terms: what sums of numbers with sixteen digits may be off. */
  private static final double LAST_DIGITS = 1e-13;

  private final String text;
  private final boolean equality;
  private final List<Term> terms;
  private final SequencedMap<String, Symbol> symbols;

  private ArithmeticRule(
      String text, boolean equality, List<Term> terms, SequencedMap<String, Symbol> symbols) {
    this.text = text;
    this.equality = equality;
    this.terms = List.copyOf(terms);
    this.symbols = symbols;
  }

  /** What a name stands for: a variable, or a component of a blend. */
  private record Symbol(String variable, String component, MeasurementUnit unit) {}

  /**
   * @throws CellwrightException REFUSED if the text cannot be read, names something unknown or
   *     compares different dimensions
   */
  public static ArithmeticRule parse(String text, List<Variable> variables) {
    SequencedMap<String, Symbol> symbols = symbols(variables);
    Parser parser = new Parser(text, symbols);
    Polynomial slack = parser.comparison();
    List<Term> terms = new ArrayList<>();
    slack.coefficients.forEach((names, factor) -> terms.add(new Term(names, factor)));
    if (terms.stream().allMatch(term -> term.names().isEmpty())) {
      throw CellwrightException.refused(
          "the rule '%s' names no variable".formatted(text), "known_constraints", null);
    }
    return new ArithmeticRule(text, parser.equality, terms, symbols);
  }

  @Override
  public String text() {
    return text;
  }

  /** The slack as a sum of products, each set of names once; SI units. */
  public List<Term> terms() {
    return terms;
  }

  /** Two sides that must be equal, so that the polynomial must vanish. */
  public boolean isEquality() {
    return equality;
  }

  /** The variable that a name of {@link #terms} stands for, or whose component it is. */
  public String variableOf(String name) {
    Symbol symbol = symbols.get(name);
    return symbol == null ? name : symbol.variable;
  }

  @Override
  public double slack(Design design) {
    double sum = 0;
    double size = 0;
    for (Term term : terms) {
      double product = term.coefficient();
      for (String name : term.names()) {
        if (!design.values().containsKey(variableOf(name))) {
          return 0;
        }
        product *= value(design, name);
      }
      sum += product;
      size += Math.abs(product);
    }
    if (equality) {
      return EQUAL * size - Math.abs(sum);
    }
    return sum < 0 && sum >= -LAST_DIGITS * size ? 0 : sum;
  }

  @Override
  public String toString() {
    return text;
  }

  private double value(Design design, String name) {
    Symbol symbol = symbols.get(name);
    if (symbol == null || symbol.component.isEmpty()) {
      return design.si(name);
    }
    return design.values().get(symbol.variable) instanceof Composition composition
        ? composition.fractions().getOrDefault(symbol.component, 0.0)
        : design.si(symbol.variable);
  }

  private static SequencedMap<String, Symbol> symbols(List<Variable> variables) {
    SequencedMap<String, Symbol> symbols = new LinkedHashMap<>();
    List<String> twice = new ArrayList<>();
    for (Variable variable : variables) {
      if (variable instanceof Variable.Blend blend) {
        for (String component : blend.atMost().keySet()) {
          Symbol symbol = new Symbol(blend.name(), component, MeasurementUnit.ONE);
          symbols.put(blend.name() + "." + component, symbol);
          if (symbols.putIfAbsent(component, symbol) != null) {
            twice.add(component);
          }
        }
      }
    }
    twice.forEach(symbols::remove);
    for (Variable variable : variables) {
      switch (variable) {
        case Variable.Continuous v -> symbols.put(v.name(), new Symbol(v.name(), "", v.unit()));
        case Variable.Grid v -> symbols.put(v.name(), new Symbol(v.name(), "", v.unit()));
        case Variable.Integers v ->
            symbols.put(v.name(), new Symbol(v.name(), "", MeasurementUnit.ONE));
        case Variable.Choices _, Variable.Blend _ -> {}
      }
    }
    return symbols;
  }

  /** Coefficients by sorted names, and the dimension; a bare zero has any dimension. */
  private record Polynomial(
      Map<List<String>, Double> coefficients, MeasurementUnit unit, boolean anyDimension) {

    static Polynomial of(List<String> names, double coefficient, MeasurementUnit unit) {
      Map<List<String>, Double> map = empty();
      map.put(names, coefficient);
      return new Polynomial(map, unit, names.isEmpty() && coefficient == 0);
    }

    Polynomial plus(Polynomial other, double sign) {
      Map<List<String>, Double> sum = empty();
      sum.putAll(coefficients);
      other.coefficients.forEach((names, factor) -> sum.merge(names, sign * factor, Double::sum));
      return new Polynomial(
          sum, anyDimension ? other.unit : unit, anyDimension && other.anyDimension);
    }

    Polynomial times(Polynomial other) {
      Map<List<String>, Double> product = empty();
      coefficients.forEach((names, factor) ->
          other.coefficients.forEach((otherNames, otherFactor) -> {
            List<String> all = new ArrayList<>(names);
            all.addAll(otherNames);
            all.sort(null);
            product.merge(all, factor * otherFactor, Double::sum);
          }));
      return new Polynomial(product, unit.times(other.unit), false);
    }

    private static Map<List<String>, Double> empty() {
      return new TreeMap<>((a, b) -> String.join("\0", a).compareTo(String.join("\0", b)));
    }
  }

  /** Recursive descent: comparison, sum, product, atom. */
  private static final class Parser {
    private final ArithmeticText written;
    private final SequencedMap<String, Symbol> symbols;
    private boolean equality;

    Parser(String text, SequencedMap<String, Symbol> symbols) {
      this.written = new ArithmeticText("rule", text, "known_constraints");
      this.symbols = symbols;
    }

    Polynomial comparison() {
      Polynomial left = sum(0);
      char sign = written.peek();
      boolean atMost = isSign("<=") || isSign("≤");
      equality = isSign("=");
      if (!atMost && !equality && !isSign(">=") && !isSign("≥")) {
        throw written.unexpected("Compare two sides with <=, >= or =.");
      }
      written.at += sign >= 128 || equality && !isSign("==") ? 1 : 2;
      Polynomial right = sum(0);
      if (!written.isAtEnd()) {
        throw written.unexpected("A rule compares two sides once.");
      }
      requireSame(left, right);
      return atMost ? right.plus(left, -1) : left.plus(right, -1);
    }

    private boolean isSign(String sign) {
      return written.text.startsWith(sign, written.at);
    }

    private Polynomial sum(int depth) {
      Polynomial total = product(depth);
      while (true) {
        char sign = written.peek();
        if (sign != '+' && sign != '-') {
          return total;
        }
        written.at++;
        Polynomial next = product(depth);
        requireSame(total, next);
        total = total.plus(next, sign == '+' ? 1 : -1);
      }
    }

    private Polynomial product(int depth) {
      Polynomial total = atom(depth);
      while (true) {
        if (written.peek() != '*') {
          return total;
        }
        written.at++;
        total = total.times(atom(depth));
      }
    }

    private Polynomial atom(int depth) {
      written.requireDepth(depth);
      char c = written.peek();
      if (written.isAtEnd()) {
        throw written.unexpected("Something is missing at the end.");
      }
      if (c == '(') {
        written.at++;
        Polynomial inner = sum(depth + 1);
        written.close();
        return inner;
      }
      if (c == '-' || c == '+') {
        written.at++;
        Polynomial inner = atom(depth + 1);
        return Polynomial.of(List.of(), 0, inner.unit()).plus(inner, c == '-' ? -1 : 1);
      }
      if (ArithmeticText.beginsNumber(c)) {
        return number();
      }
      if (ArithmeticText.beginsName(c)) {
        return name();
      }
      throw written.unexpected("Write it like 'EC + DMC <= 0.8'.");
    }

    private Polynomial number() {
      String text = written.text;
      int start = written.at;
      double value = written.number();
      written.peek();
      int unitStart = written.at;
      while (written.at < text.length() && isUnitPart(written.at, unitStart)) {
        written.at++;
      }
      String unitText = text.substring(unitStart, written.at).strip();
      if (unitText.isEmpty()) {
        return Polynomial.of(List.of(), value, MeasurementUnit.ONE);
      }
      if (symbols.containsKey(unitText)) {
        throw written.refused(
            "'%s' in '%s' reads like a unit but is a name"
                .formatted(text.substring(start, written.at), text),
            "Write %s * %s.".formatted(text.substring(start, unitStart).strip(), unitText));
      }
      MeasurementUnit unit = MeasurementUnit.parse(unitText);
      return new Polynomial(
          Polynomial.of(List.of(), unit.toSi(value), unit).coefficients(), unit, false);
    }

    private boolean isUnitPart(int i, int start) {
      String text = written.text;
      char c = text.charAt(i);
      if (Character.isLetter(c) || "%°·/^²³⁻¹".indexOf(c) >= 0) {
        return true;
      }
      boolean afterLetter = i > start && Character.isLetter(text.charAt(i - 1));
      boolean digitNext = i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
      return i > start
          && (Character.isDigit(c) || c == '.' || c == '-' && afterLetter && digitNext);
    }

    private Polynomial name() {
      String name = written.name();
      Symbol symbol = symbols.get(name);
      if (symbol == null) {
        throw written.unknown(name, "no number of this space", symbols.keySet());
      }
      return Polynomial.of(List.of(name), 1, symbol.unit);
    }

    private void requireSame(Polynomial a, Polynomial b) {
      if (!a.anyDimension() && !b.anyDimension() && !a.unit().isCompatibleWith(b.unit())) {
        throw written.mixed(
            a.unit(),
            b.unit(),
            "Both sides and all summands need the same dimension; give the number its unit.");
      }
    }
  }
}
