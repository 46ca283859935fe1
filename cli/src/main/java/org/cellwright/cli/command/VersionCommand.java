package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.ParseResult;

/** {@code version}: which Cellwright, on which Java. */
public final class VersionCommand implements Command {

  @Override
  public String name() {
    return "version";
  }

  @Override
  public String summary() {
    return "which Cellwright this is, and on which Java it runs";
  }

  @Override
  public String example() {
    return "version --json";
  }

  @Override
  public int run(ParseResult words, Session session) {
    String java = Runtime.version().toString();
    if (session.isText()) {
      session.say("cellwright %s (Java %s)".formatted(version(), java));
    } else {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      session.say(document.put("version", version()).put("java", java));
    }
    return 0;
  }

  /** The version that results carry. */
  static String version() {
    try (InputStream in =
        VersionCommand.class.getResourceAsStream("/org/cellwright/cli/version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
