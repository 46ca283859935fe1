package org.cellwright.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One word of the command line. */
public interface Command {

  String name();

  /** One line, without a full stop. */
  String summary();

  /** What else a person should know before using it; a paragraph a string. */
  default List<String> explanation() {
    return List.of();
  }

  /** Words that work as they stand, in a source checkout. */
  String example();

  /** Adds the word's own options and arguments. */
  default void declare(CommandSpec spec) {}

  /**
   * @return the exit code
   */
  int run(ParseResult words, Session session) throws Exception;
}
