package org.cellwright.platform.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.cellwright.core.ExternalProgram;
import org.cellwright.core.Outcome;
import org.cellwright.core.Request;

/** Runs one external program once; whatever ends the wait ends the program and its children. */
final class ProgramRun {

  private static final int LARGEST_OUTPUT = 16 << 20;
  private static final int STDERR_TAIL = 2000;

  /** The program did not end in time, so that nobody knows what it did. */
  static final class TimedOut extends Exception {
    private static final long serialVersionUID = 1;

    TimedOut(String message) {
      super(message);
    }
  }

  private ProgramRun() {}

  static Outcome of(ExternalProgram program, Request request)
      throws InterruptedException, TimedOut {
    String name = program.identity().name();
    Duration timeout = program instanceof JsonProgram json ? json.timeout() : Duration.ofHours(1);
    byte[] input = program.render(request);
    ProcessBuilder builder = new ProcessBuilder(program.command());
    if (program instanceof JsonProgram json) {
      builder.directory(json.folder().toFile());
    }
    builder.environment().put("CELLWRIGHT_STEP_KEY", request.stepKey());
    builder.environment().put("CELLWRIGHT_SEED", Long.toString(request.seed()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Outcome.failed(
          request.design(), "%s did not start: %s".formatted(name, e.getMessage()));
    }
    try {
      CompletableFuture<byte[]> output = reading(process.getInputStream(), false);
      CompletableFuture<byte[]> errors = reading(process.getErrorStream(), true);
      Thread.ofVirtual().start(() -> write(process.getOutputStream(), input));
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimedOut("%s did not end within %d s".formatted(name, timeout.toSeconds()));
      }
      if (process.exitValue() != 0) {
        String tail = new String(soon(errors), StandardCharsets.UTF_8).strip();
        return Outcome.failed(
            request.design(),
            "%s ended with exit code %d%s"
                .formatted(name, process.exitValue(), tail.isEmpty() ? "" : ": " + tail));
      }
      byte[] answer = soon(output);
      if (answer.length > LARGEST_OUTPUT) {
        return Outcome.failed(
            request.design(), "%s wrote more than %d bytes".formatted(name, LARGEST_OUTPUT));
      }
      return program.parse(request, answer);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** A child that outlives the program may keep its output open; that is not waited for. */
  private static byte[] soon(CompletableFuture<byte[]> bytes) throws InterruptedException {
    try {
      return bytes.completeOnTimeout(new byte[0], 2, TimeUnit.SECONDS).get();
    } catch (ExecutionException e) {
      return new byte[0];
    }
  }

  private static void write(OutputStream to, byte[] input) {
    try (to) {
      to.write(input);
    } catch (IOException e) {
      // A program that does not read its input says so by its answer.
      return;
    }
  }

  private static CompletableFuture<byte[]> reading(InputStream from, boolean tail) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (from) {
            read.complete(tail ? tail(from) : from.readNBytes(LARGEST_OUTPUT + 1));
          } catch (IOException e) {
            read.completeExceptionally(e);
          }
        });
    return read;
  }

  private static byte[] tail(InputStream from) throws IOException {
    byte[] kept = new byte[0];
    byte[] chunk = new byte[STDERR_TAIL];
    for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
      byte[] joined = Arrays.copyOf(kept, kept.length + n);
      System.arraycopy(chunk, 0, joined, kept.length, n);
      int drop = Math.max(0, joined.length - STDERR_TAIL);
      kept = Arrays.copyOfRange(joined, drop, joined.length);
    }
    return kept;
  }
}
