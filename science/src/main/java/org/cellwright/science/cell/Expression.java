package org.cellwright.science.cell;

import java.util.Set;
import org.cellwright.science.cell.bpx.Formula;

/**
 * A formula of one variable {@code x} in the syntax of BPX, which is Python's: {@code + - * / **},
 * parentheses, numbers, and {@code exp}, {@code tanh}, {@code cosh}. As in Python {@code -x**2} is
 * {@code -(x**2)} and {@code 2**3**2} is {@code 2**(3**2)}.
 *
 * <p>Also understood, though other BPX readers may not: {@code sinh}, {@code log} (natural), {@code
 * log10}, {@code sqrt}, {@code abs}; see {@link #functionsBeyondBpx()}. Nothing of the string is
 * ever executed: it is compiled into a short list of arithmetic steps. Two expressions are equal
 * when their text is.
 */
public final class Expression implements ScalarFunction {
  private final String source;
  private final Formula formula;

  private Expression(String source, Formula formula) {
    this.source = source;
    this.formula = formula;
  }

  /**
   * @throws org.cellwright.core.CellwrightException when the text is not such a formula, is longer
   *     than 20 000 characters or nests deeper than 100; names the column
   */
  public static Expression parse(String source) {
    return new Expression(source, Formula.compile(source));
  }

  @Override
  public double at(double x) {
    return formula.at(x);
  }

  @Override
  public double slope(double x) {
    return formula.slope(x);
  }

  /** The text as it was written. */
  public String source() {
    return source;
  }

  /** Functions used here that the BPX standard does not have; empty for a portable formula. */
  public Set<String> functionsBeyondBpx() {
    return formula.functionsBeyondBpx();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }
}
