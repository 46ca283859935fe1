package org.cellwright.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A method's answer.
 *
 * @param done the inputs as they really were
 * @param values by output port; empty where the status is FAILED
 * @param reason why it failed or is partial; null when OK
 * @param flags remarks that belong to the result, such as an extrapolated property
 */
public record Outcome(
    Status status,
    Design done,
    SequencedMap<String, Value> values,
    @Nullable String reason,
    List<String> flags,
    List<Attachment> attachments) {

  /** How it ended. */
  public enum Status {
    OK,
    FAILED,
    PENDING,
    PARTIAL
  }

  /** A file that came with the answer; the archive keeps it by the hash of its content. */
  public record Attachment(String name, String mediaType, byte[] content) {}

  public Outcome {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    flags = List.copyOf(flags);
    attachments = List.copyOf(attachments);
    if ((status == Status.OK) != (reason == null)) {
      throw new IllegalArgumentException("status " + status + " with reason " + reason);
    }
  }

  public static Outcome ok(
      Design done,
      SequencedMap<String, Value> values,
      List<String> flags,
      List<Attachment> attachments) {
    return new Outcome(Status.OK, done, values, null, flags, attachments);
  }

  public static Outcome failed(Design done, String reason) {
    return new Outcome(Status.FAILED, done, new LinkedHashMap<>(), reason, List.of(), List.of());
  }
}
