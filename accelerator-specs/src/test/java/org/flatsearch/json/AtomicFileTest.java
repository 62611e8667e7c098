package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  @Test
  void writesANewFileAndReplacesIt() throws Exception {
    Path file = folder.resolve("é".repeat(100) + ".json");
    AtomicFile.write(file, "something longer than the new text");
    AtomicFile.write(file, "é\n");
    assertThat(file).hasContent("é\n");
    assertThat(names()).hasSize(1);
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforeTheWork() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertRefused(folder, "it is a folder");
    assertRefused(folder.resolve("none/out.json"), "there is no folder");
    assertRefused(file.resolve("out.json"), "there is no folder");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> AtomicFile.requireWritable(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the file can't be written: " + reason);
  }

  @Test
  void aLinkIsFollowedNotReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aFullDiskIsNoMistakeOfTheUser() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    assertThatThrownBy(() -> AtomicFile.write(full, "x"))
        .isInstanceOf(WriteFailedException.class)
        .hasMessageStartingWith("/dev/full: the file can't be written: ");
  }

  @Test
  void contentThatFailsLeavesTheOldFile() throws Exception {
    Path file = Files.writeString(folder.resolve("out.json"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new IOException("torn");
                    }))
        .isInstanceOf(WriteFailedException.class)
        .hasMessage(file + ": the file can't be written: torn.");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("out.json");
  }

  /** A program that ends while it writes. */
  static final class Ended {
    public static void main(String[] args) {
      AtomicFile.write(Path.of(args[0]), channel -> System.exit(3));
    }
  }

  @Test
  void theEndOfTheProgramLeavesTheOldFileAndNothingElse() throws Exception {
    Path file = Files.writeString(folder.resolve("file.json"), "old");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ended.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertThat(program.waitFor()).isEqualTo(3);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("file.json");
  }

  @Test
  void permissionsAreTheUsualOnesAndThenKept() throws Exception {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path usual = Files.writeString(folder.resolve("usual"), "x");
    Path file = folder.resolve("out.json");
    AtomicFile.write(file, "old");
    assertThat(permissions(file)).isEqualTo(permissions(usual));
    Files.delete(usual);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    AtomicFile.write(
        file,
        channel -> {
          try (Stream<Path> all = Files.list(folder)) {
            // Also while the new content is written.
            assertThat(all)
                .allSatisfy(each -> assertThat(permissions(each)).isEqualTo("rw-------"));
          }
          channel.write(ByteBuffer.wrap(new byte[] {'x'}));
        });
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aFolderIsFilledOnlyIfItIsEmpty() {
    Path target = folder.resolve("a/b");
    AtomicFolder.write(target, Map.of("c/d.txt", "d", "e.txt", "e"));
    assertThat(target.resolve("c/d.txt")).hasContent("d");
    assertThatThrownBy(() -> AtomicFolder.write(target, Map.of("f.txt", "f")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not an empty folder");
    assertThatThrownBy(() -> AtomicFolder.write(folder.resolve("g"), Map.of("../x", "x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
