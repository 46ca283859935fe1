package org.cellwright.platform.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.cellwright.core.CellwrightException;

/**
 * Files by the SHA-256 of their content, as {@code artifacts/ab/cdef…}. A file appears whole or not
 * at all (temporary file, fsync, rename, fsync of the folder) and is never changed afterwards.
 */
final class Artifacts {

  private final Path root;

  Artifacts(Path home) {
    this.root = home.resolve("artifacts");
  }

  static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String store(byte[] content) throws IOException {
    String hash = hash(content);
    Path file = path(hash);
    if (Files.exists(file)) {
      return hash;
    }
    Path folder = Files.createDirectories(root.resolve(hash.substring(0, 2)));
    Path temporary = Files.createTempFile(folder, hash.substring(2, 10), ".part");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
      sync(root);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return hash;
  }

  byte[] read(String hash) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(path(hash));
    } catch (NoSuchFileException e) {
      throw new CellwrightException(
          CellwrightException.Kind.ABSENT, "there is no file " + hash, root.toString(), null);
    }
    if (!hash(content).equals(hash)) {
      throw new CellwrightException(
          CellwrightException.Kind.CONFLICT,
          "the file's content no longer has the hash that names it",
          path(hash).toString(),
          "Maybe the disk is damaged or somebody edited it; restore it from a backup.");
    }
    return content;
  }

  private Path path(String hash) {
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new CellwrightException(
          CellwrightException.Kind.ABSENT,
          "there is no file '%s'".formatted(hash),
          null,
          "A file's name is the SHA-256 of its content: 64 hexadecimal digits.");
    }
    return root.resolve(hash.substring(0, 2)).resolve(hash.substring(2));
  }

  /** A folder can be opened and forced on POSIX systems only; elsewhere the rename has to do. */
  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }
}
