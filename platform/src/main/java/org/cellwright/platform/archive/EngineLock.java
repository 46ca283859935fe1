package org.cellwright.platform.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cellwright.core.CellwrightException;
import org.jspecify.annotations.Nullable;

/**
 * The right to write into one home, held by one process at a time; the system frees it on death.
 *
 * <p>The lock is on {@code engine.lock}; who holds it stands beside it in {@code engine.json},
 * since merely opening and closing a locked file frees its lock on some systems. For the same
 * reason homes held by this process are remembered here and never tried twice.
 */
public final class EngineLock implements AutoCloseable {

  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who holds it, since when, and on what it works. */
  record Holder(long pid, String since, String work) {}

  private final Path home;
  private final FileChannel channel;
  private final FileLock lock;
  private final String since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private boolean open = true;

  private EngineLock(Path home, FileChannel channel, FileLock lock) {
    this.home = home;
    this.channel = channel;
    this.lock = lock;
  }

  static EngineLock take(Path home, String work) throws IOException {
    if (!HELD_HERE.add(home)) {
      throw held(home);
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              home.resolve("engine.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw held(home);
      }
      EngineLock taken = new EngineLock(home, channel, lock);
      taken.workingOn(work);
      return taken;
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(home);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  /** Tells whoever asks what this engine does; {@code work} is the id of a run, or words. */
  public void workingOn(String work) {
    try {
      Path temporary = home.resolve("engine.json.part");
      ProcessHandle self = ProcessHandle.current();
      Files.write(
          temporary,
          JSON.writeValueAsBytes(
              JSON.createObjectNode()
                  .put("pid", self.pid())
                  .put("process_started", startOf(self))
                  .put("since", since)
                  .put("work", work)));
      Files.move(temporary, home.resolve("engine.json"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Trouble.of(e, home);
    }
  }

  /** The living holder, seen without touching the lock. */
  static Optional<Holder> holder(Path home) {
    try {
      JsonNode note = JSON.readTree(Files.readAllBytes(home.resolve("engine.json")));
      long pid = note.path("pid").asLong();
      return ProcessHandle.of(pid)
          .filter(p -> startOf(p).equals(note.path("process_started").asText()))
          .map(p -> new Holder(pid, note.path("since").asText(), note.path("work").asText()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static CellwrightException held(Path home) {
    @Nullable Holder holder = holder(home).orElse(null);
    return new CellwrightException(
        CellwrightException.Kind.SHORT,
        holder == null
            ? "another engine holds this home"
            : "this home is held by process %d since %s (%s)"
                .formatted(holder.pid(), holder.since(), holder.work()),
        home.toString(),
        "Wait until it is done, stop it, or use another --home. Lists and reports work meanwhile.");
  }

  @Override
  public synchronized void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      Files.deleteIfExists(home.resolve("engine.json"));
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw Trouble.of(e, home);
    } finally {
      HELD_HERE.remove(home);
    }
  }
}
