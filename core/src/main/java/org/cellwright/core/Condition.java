package org.cellwright.core;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.Value.Category;
import org.cellwright.core.Value.Scalar;

/**
 * When a variable counts: {@code solvent = DMC}, {@code solvent = DMC or EMC}, {@code additive !=
 * none}, {@code cycles >= 2}, {@code anneal > 500 degC}.
 *
 * @param text as written
 * @param variable that it looks at
 * @param sign one of {@code = != <= >= < >}
 * @param values what it is compared with, in the unit of the variable; one but for {@code =} and
 *     {@code !=}
 */
public record Condition(String text, String variable, String sign, List<Value> values) {
  private static final Pattern WRITTEN =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*(!=|<=|>=|==|=|<|>)\\s*(.+?)\\s*");

  public Condition {
    values = List.copyOf(values);
  }

  /**
   * @param earlier the variables that it may look at
   * @throws CellwrightException REFUSED if it cannot be read, looks at no earlier variable or at a
   *     value that this cannot have
   */
  public static Condition parse(String text, List<Variable> earlier) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw CellwrightException.refused(
          "'%s' is no condition".formatted(text), "when", "Write it like 'solvent = DMC'.");
    }
    String name = written.group(1);
    Variable variable =
        earlier.stream()
            .filter(v -> v.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                CellwrightException.refused(
                    "'%s' looks at '%s', which is no variable before this one"
                        .formatted(text, name),
                    "when",
                    NearestName.hint(name, earlier.stream().map(Variable::name).toList())));
    String sign = written.group(2).equals("==") ? "=" : written.group(2);
    boolean isEqual = sign.equals("=") || sign.equals("!=");
    if (variable instanceof Variable.Blend
        || variable instanceof Variable.Choices && !isEqual
        || variable instanceof Variable.Continuous && isEqual) {
      throw CellwrightException.refused(
          "'%s' cannot be asked of '%s'".formatted(text, name),
          "when",
          variable instanceof Variable.Continuous
              ? "A number from a range is compared with <= or >=."
              : "Choices are compared with = or !=; compositions not at all.");
    }
    List<Value> values = new ArrayList<>();
    for (String one :
        isEqual ? written.group(3).split("\\s+or\\s+") : new String[] {written.group(3)}) {
      Value value =
          variable instanceof Variable.Choices
              ? new Category(one)
              : Scalar.parse(one, variable.unit());
      values.add(isEqual ? variable.accept(value) : variable.convert(value));
    }
    return new Condition(text, name, sign, values);
  }

  /**
   * False also where the design says nothing of the variable, because that does not count either.
   */
  public boolean holds(Design design) {
    Value value = design.values().get(variable);
    if (value == null) {
      return false;
    }
    return switch (sign) {
      case "=" -> values.stream().anyMatch(v -> isSame(v, value));
      case "!=" -> values.stream().noneMatch(v -> isSame(v, value));
      case "<=" -> difference(value) <= 0;
      case ">=" -> difference(value) >= 0;
      case "<" -> difference(value) < 0;
      default -> difference(value) > 0;
    };
  }

  private double difference(Value value) {
    return value instanceof Scalar a && values.getFirst() instanceof Scalar b
        ? a.in(b.unit()).value() - b.value()
        : Double.NaN;
  }

  private static boolean isSame(Value a, Value b) {
    if (a instanceof Scalar x && b instanceof Scalar y) {
      return Math.abs(x.value() - y.in(x.unit()).value())
          <= 1e-9 * Math.max(1, Math.abs(x.value()));
    }
    return a.equals(b);
  }
}
