package org.flatsearch.json;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;

/**
 * The new content of a file, in a temporary file in the same folder until it replaces the old
 * content.
 */
final class PendingFile {
  private final WriteTarget target;
  private final boolean special;
  private final Path temporary;

  PendingFile(WriteTarget target) {
    this.target = target;
    special = target.isSpecial();
    this.temporary = target.temporary();
  }

  /** Writes the content to the temporary file, or directly to a target that can't be replaced. */
  void write(AtomicFile.Content content) {
    if (special) {
      try (var channel = target.openSpecial()) {
        content.writeTo(channel);
      } catch (IOException e) {
        if (!BrokenPipe.isCauseOf(e)) {
          throw target.failure(e);
        }
      }
      return;
    }
    try (FileChannel channel = openNew()) {
      // Before the content is there, because it may be for its owner only.
      keepPermissions();
      content.writeTo(channel);
      channel.force(true);
    } catch (IOException e) {
      throw target.failure(e);
    }
  }

  private FileChannel openNew() throws IOException {
    TemporaryFiles.add(temporary);
    return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private void keepPermissions() throws IOException {
    var old = Files.getFileAttributeView(target.path(), PosixFileAttributeView.class);
    if (old != null && Files.exists(target.path())) {
      AccessRights.copy(old.readAttributes(), temporary);
    }
  }

  /**
   * Replaces the target with the temporary file.
   *
   * @param replaced the files of the same write that have been replaced; this one is added
   */
  void takePlace(List<Path> replaced) {
    if (special) {
      return;
    }
    try {
      Files.move(temporary, target.path(), StandardCopyOption.ATOMIC_MOVE);
      TemporaryFiles.remove(temporary);
      replaced.add(target.file());
    } catch (IOException e) {
      throw target.failure(e, replaced);
    }
  }

  /** Removes the temporary file unless it has replaced the target. */
  void discard() {
    try {
      Files.deleteIfExists(temporary);
      TemporaryFiles.remove(temporary);
    } catch (IOException e) {
      // Something is left only after a failure, which is reported anyway.
    }
  }

  /** Creates the temporary file and removes it again. */
  void tryOut() {
    if (special) {
      return;
    }
    try {
      openNew().close();
    } catch (IOException e) {
      throw WriteTarget.refusal(target.file(), e);
    } finally {
      discard();
    }
  }
}
