package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Writing to files that are open already. */
@EnabledOnOs(OS.LINUX)
class OpenDescriptorTest {

  @TempDir Path folder;

  /** As /dev/stdout is after {@code >> notes}. */
  @Test
  void aFileThatIsOpenIsContinued() throws Exception {
    Path notes = Files.writeString(folder.resolve("notes"), "notes\n");
    try (FileChannel open = FileChannel.open(notes, StandardOpenOption.APPEND)) {
      assertThat(open.isOpen()).isTrue();
      AtomicFile.requireWritable(descriptor(notes));
      AtomicFile.write(descriptor(notes), "more\n");
    }

    assertThat(notes).hasContent("notes\nmore\n");
  }

  /** As one of Java's own files that has taken the place of a closed standard output. */
  @Test
  void aFileThatIsOpenForReadingIsRefused() throws Exception {
    Path modules = Files.writeString(folder.resolve("modules"), "Java's own");
    try (FileChannel open = FileChannel.open(modules, StandardOpenOption.READ)) {
      assertThat(open.isOpen()).isTrue();
      Path descriptor = descriptor(modules);

      assertThatThrownBy(() -> AtomicFile.write(descriptor, "more"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              descriptor + ": the file can't be written: it is closed, or not open for writing.");
    }

    assertThat(modules).hasContent("Java's own");
  }

  /** The link that the system shows for a file that is open. */
  private static Path descriptor(Path file) throws Exception {
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      return links
          .filter(Files::exists)
          .filter(link -> isSame(link, file))
          .findFirst()
          .map(link -> Path.of("/dev/fd").resolve(link.getFileName()))
          .orElseThrow();
    }
  }

  private static boolean isSame(Path link, Path file) {
    try {
      return Files.isSameFile(link, file);
    } catch (IOException e) {
      return false;
    }
  }
}
