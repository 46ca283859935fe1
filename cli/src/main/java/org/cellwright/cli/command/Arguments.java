package org.cellwright.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Declares what a word takes: its name, what stands for its value in the help, and what it is. */
final class Arguments {
  private Arguments() {}

  /** What has to be named. */
  static void named(CommandSpec spec, Class<?> type, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel(label)
            .type(type)
            .arity("1")
            .required(true)
            .description(description)
            .build());
  }

  /** One of them at least. */
  static void severalNamed(CommandSpec spec, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1..*")
            .required(true)
            .description(description)
            .build());
  }

  /** What may be named. */
  static void mayBeNamed(CommandSpec spec, Class<?> type, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel(label)
            .type(type)
            .arity("0..1")
            .description(description)
            .build());
  }

  /** An option without which the word does not run. */
  static void required(
      CommandSpec spec, Class<?> type, String name, String label, String description) {
    spec.addOption(valued(type, name, label, description).required(true).build());
  }

  static void option(
      CommandSpec spec, Class<?> type, String name, String label, String description) {
    spec.addOption(valued(type, name, label, description).build());
  }

  static void text(CommandSpec spec, String name, String label, String description) {
    option(spec, String.class, name, label, description);
  }

  private static OptionSpec.Builder valued(
      Class<?> type, String name, String label, String description) {
    return OptionSpec.builder(name).type(type).paramLabel(label).description(description);
  }

  /** An option that may be given several times. */
  static void list(CommandSpec spec, String name, String label, String description) {
    spec.addOption(several(name, label, description).build());
  }

  /** One of them at least. */
  static void requiredList(CommandSpec spec, String name, String label, String description) {
    spec.addOption(several(name, label, description).required(true).build());
  }

  private static OptionSpec.Builder several(String name, String label, String description) {
    return valued(List.class, name, label, description).auxiliaryTypes(String.class).arity("1");
  }

  static void flag(CommandSpec spec, String name, String description) {
    spec.addOption(
        OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build());
  }
}
