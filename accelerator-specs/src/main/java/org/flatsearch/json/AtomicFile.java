package org.flatsearch.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes files whole or not at all: to a temporary file in the same folder, which then replaces the
 * target in one step. A reader of the target sees the old content or the new, and a failure leaves
 * nothing behind. The permissions of a file that is replaced are kept, and as far as the system
 * allows its owner and group.
 *
 * <p>A symbolic link is followed. A target that is not a regular file (a terminal, a pipe, {@code
 * /dev/null}) cannot be replaced and is written directly. One that is open already, such as {@code
 * /dev/stdout}, is continued.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes text in UTF-8.
   *
   * @throws InvalidInputException if the path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes.
   *
   * @throws InvalidInputException if the path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path file, byte[] content) {
    write(file, channel -> writeFully(content, channel));
  }

  private static void writeFully(byte[] content, WritableByteChannel channel) throws IOException {
    var buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Content that is written piece by piece, because it is too large to hold in memory. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /**
   * Writes content piece by piece.
   *
   * @throws InvalidInputException if the path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path file, Content content) {
    writeContents(Map.of(file, content));
  }

  /**
   * Writes texts that belong together, in UTF-8. No file is replaced until all of them are on the
   * disk, so a full disk never leaves a mixture of new and old files. Where the system then refuses
   * to replace one, the message says which are new.
   *
   * @throws InvalidInputException if a path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void writeAll(Map<Path, String> texts) {
    Map<Path, Content> contents = new LinkedHashMap<>();
    texts.forEach(
        (file, text) -> {
          byte[] content = text.getBytes(StandardCharsets.UTF_8);
          contents.put(file, channel -> writeFully(content, channel));
        });
    writeContents(contents);
  }

  static void writeContents(Map<Path, Content> contents) {
    Map<PendingFile, Content> pending = new LinkedHashMap<>();
    contents.forEach(
        (file, content) -> pending.put(new PendingFile(WriteTarget.of(file)), content));
    try {
      pending.forEach(PendingFile::write);
      List<Path> replaced = new ArrayList<>();
      pending.keySet().forEach(file -> file.takePlace(replaced));
    } finally {
      pending.keySet().forEach(PendingFile::discard);
    }
  }

  /**
   * Checks, as far as possible without writing it, that a file can be written. Commands call this
   * before a long computation whose result goes there.
   *
   * <p>This creates a temporary file and removes it again, because nothing else tells for sure
   * whether the folder accepts one.
   *
   * @throws InvalidInputException if the folder is missing or not writable, or the path is a folder
   */
  public static void requireWritable(Path file) {
    new PendingFile(WriteTarget.of(file)).tryOut();
  }
}
