package org.cellwright.platform.campaign;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellwright.core.Constraint;
import org.cellwright.core.ExternalProgram;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.NearestName;
import org.cellwright.core.Objective;
import org.cellwright.core.Port;
import org.cellwright.core.Space;
import org.cellwright.core.Variable;

/** Whether what the campaign varies and wants is what its methods take and give. */
record PortCheck(
    Map<String, YamlNode> top,
    Space space,
    List<Objective> objectives,
    List<Constraint> constraints,
    List<Fidelity> fidelities,
    Map<String, Method> methods) {

  void run() {
    Set<String> ports = new LinkedHashSet<>();
    methods.values().forEach(m -> m.inputs().forEach(port -> ports.add(port.name())));
    boolean declared = methods.values().stream().noneMatch(m -> m.inputs().isEmpty());
    for (Variable variable : space.variables()) {
      YamlNode node = entry("variables", variable.name());
      if (declared && !ports.contains(variable.name())) {
        throw node.refused(
            "no method has an input '%s'".formatted(variable.name()),
            NearestName.hint(variable.name(), ports));
      }
      methods.forEach((fidelity, method) ->
          port(method.inputs(), variable.name())
              .ifPresent(port -> requireFits(node, variable, port, fidelity)));
    }
    for (Objective objective : objectives) {
      YamlNode node = entry("objectives", objective.name());
      if (objective.formula() == null) {
        requireOutput(node, objective.name(), objective.unit());
      } else {
        objective.formula().inputs().forEach((name, unit) -> requireOutput(node, name, unit));
      }
    }
    for (Constraint constraint : constraints) {
      requireOutput(entry("constraints", constraint.name()), constraint.name(), constraint.unit());
    }
    for (Fidelity fidelity : fidelities) {
      Method method = method(fidelity);
      if (method instanceof ExternalProgram) {
        for (Port input : method.inputs()) {
          if (!space.names().contains(input.name())) {
            throw section("variables")
                .refused(
                    "'%s' needs '%s', which is no variable"
                        .formatted(fidelity.method(), input.name()),
                    NearestName.hint(input.name(), space.names()));
          }
        }
      }
    }
  }

  private Method method(Fidelity fidelity) {
    Method method = methods.get(fidelity.name());
    if (method == null) {
      throw new IllegalStateException("no method for " + fidelity.name());
    }
    return method;
  }

  private YamlNode section(String key) {
    YamlNode node = top.get(key);
    if (node == null) {
      throw new IllegalStateException("no section " + key);
    }
    return node;
  }

  private YamlNode entry(String section, String name) {
    return section(section).need(name, name);
  }

  private static Optional<Port> port(List<Port> ports, String name) {
    return ports.stream().filter(port -> port.name().equals(name)).findFirst();
  }

  private static void requireFits(YamlNode node, Variable variable, Port port, String fidelity) {
    Port.Type type =
        switch (variable) {
          case Variable.Choices choices -> Port.Type.CATEGORY;
          case Variable.Blend blend -> Port.Type.COMPOSITION;
          default -> Port.Type.SCALAR;
        };
    if (port.type() != type) {
      throw node.refused(
          "'%s' is a %s for fidelity '%s', not a %s"
              .formatted(variable.name(), words(port.type()), fidelity, words(type)),
          null);
    }
    MeasurementUnit unit = variable.unit();
    if (type == Port.Type.SCALAR && !unit.isCompatibleWith(port.unit())) {
      throw node.refused(
          unit.equals(MeasurementUnit.ONE)
              ? "'%s' lacks a unit".formatted(variable.name())
              : "'%s' is given in %s, which is no %s".formatted(variable.name(), unit, port.unit()),
          "Write it in a unit of the same dimension as " + port.unit() + ".");
    }
  }

  private static String words(Port.Type type) {
    return switch (type) {
      case SCALAR -> "number";
      case CATEGORY -> "choice";
      case COMPOSITION -> "composition";
      case SERIES -> "series";
      case STRUCTURE -> "structure";
      case FILE -> "file";
    };
  }

  private void requireOutput(YamlNode node, String name, MeasurementUnit unit) {
    for (Fidelity fidelity : fidelities) {
      List<Port> outputs = method(fidelity).outputs();
      Port output =
          port(outputs, name)
              .orElseThrow(() ->
                  node.refused(
                      "the method '%s' of fidelity '%s' has no output '%s'"
                          .formatted(fidelity.method(), fidelity.name(), name),
                      NearestName.hint(name, outputs.stream().map(Port::name).toList())));
      if (output.type() != Port.Type.SCALAR || !output.unit().isCompatibleWith(unit)) {
        throw node.refused(
            "'%s' is wanted in %s, but '%s' gives it in %s"
                .formatted(name, unit, fidelity.method(), output.unit()),
            "Write a unit of the same dimension as " + output.unit() + ".");
      }
    }
  }
}
