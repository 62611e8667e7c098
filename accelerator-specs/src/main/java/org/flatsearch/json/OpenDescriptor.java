package org.flatsearch.json;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * A regular file that this process has open already, which Linux names by its descriptor: {@code
 * /dev/stdout} leads to {@code /proc/self/fd/1}. Such a file is not replaced but continued, because
 * there may be more in it, and more may follow.
 *
 * @param link the link that the system shows for the descriptor
 */
record OpenDescriptor(Path link) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int MOST_LINKS = 40;

  /** The descriptor of a regular file that a path leads to, if it does. */
  static Optional<OpenDescriptor> of(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.exists(DESCRIPTORS)) {
      return Optional.empty();
    }
    Path descriptors = DESCRIPTORS.toRealPath();
    Path path = file.toAbsolutePath();
    for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(path); links++) {
      if (path.getParent().toRealPath().equals(descriptors)) {
        return Optional.of(new OpenDescriptor(path));
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return Optional.empty();
  }

  /**
   * Whether it was opened for writing. A program whose standard output is closed gets the next file
   * that is opened in its place: in Java, one of Java's own, open for reading.
   */
  boolean isWritable() throws IOException {
    return Files.getPosixFilePermissions(link, LinkOption.NOFOLLOW_LINKS)
        .contains(PosixFilePermission.OWNER_WRITE);
  }

  /** Opens what writes after what is there. */
  WritableByteChannel open() throws IOException {
    return switch (link.getFileName().toString()) {
      case "1" -> standard(FileDescriptor.out);
      case "2" -> standard(FileDescriptor.err);
      default -> FileChannel.open(link, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    };
  }

  /** Shares its position with everything else that is written there, and stays open for that. */
  private static WritableByteChannel standard(FileDescriptor descriptor) {
    return Channels.newChannel(
        new FileOutputStream(descriptor) {
          @Override
          public void close() {
            // Not even at the end of this content.
          }
        });
  }
}
