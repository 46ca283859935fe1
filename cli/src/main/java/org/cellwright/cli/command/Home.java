package org.cellwright.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;

/** Opens the archive that the options name. */
final class Home {
  private Home() {}

  /** For writing: comes to be where there is none. */
  static Archive open(Session session) {
    return Archive.open(
        session.options().home(), Optional.ofNullable(session.options().database()));
  }

  /** For reading: a home that does not exist stays that way. */
  static Optional<Archive> openExisting(Session session) {
    return session.options().database() == null && !Files.isDirectory(session.options().home())
        ? Optional.empty()
        : Optional.of(open(session));
  }

  static Archive requireExisting(Session session, String id) {
    return openExisting(session).orElseThrow(() -> absent(session, id));
  }

  static RunSummary requireRun(Session session, Archive archive, String id) {
    return archive.run(id).orElseThrow(() -> absent(session, id));
  }

  static CellwrightException absent(Session session, String id) {
    return new CellwrightException(
        CellwrightException.Kind.ABSENT,
        "there is no '%s'".formatted(id),
        session.options().home().toString(),
        "'cellwright list' shows what there is. Maybe --home or CELLWRIGHT_HOME should name another"
            + " folder.");
  }

  /** Where the results of a run go unless said. */
  static Path runFolder(Session session, RunSummary run) {
    return run.out().orElseGet(() -> session.folder().resolve("runs").resolve(run.id()));
  }
}
