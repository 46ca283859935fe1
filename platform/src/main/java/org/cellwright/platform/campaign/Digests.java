package org.cellwright.platform.campaign;

import java.nio.charset.StandardCharsets;
import java.util.SequencedMap;
import org.cellwright.core.MethodProvider.NamedFile;
import org.cellwright.platform.archive.Archive;

/** SHA-256 in hexadecimal digits. */
final class Digests {
  private Digests() {}

  static String of(byte[] content) {
    return Archive.hash(content);
  }

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Changes when a file changes, comes, goes or moves. */
  static String ofFiles(SequencedMap<String, NamedFile> files) {
    StringBuilder lines = new StringBuilder();
    files.forEach(
        (key, file) -> lines.append(key).append(' ').append(of(file.content())).append('\n'));
    return of(lines.toString());
  }
}
