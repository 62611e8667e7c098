package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void writesANewFileAndLeavesNothingElse() throws Exception {
    AtomicFile.write(folder.resolve("out.json"), "é\n");
    assertThat(folder.resolve("out.json")).hasContent("é\n");
    assertThat(filesInFolder()).containsExactly("out.json");
  }

  @Test
  void replacesAnExistingFile() throws Exception {
    Path file = Files.writeString(folder.resolve("out.json"), "something longer than the new text");
    AtomicFile.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(filesInFolder()).containsExactly("out.json");
  }

  @Test
  void aMissingFolderIsRefusedAndNotCreated() {
    Path file = folder.resolve("none/out.json");
    assertThatThrownBy(() -> AtomicFile.write(file, "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ": the file can't be written: the folder "
                + file.getParent()
                + " doesn't exist; create it first.");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void aFolderIsRefusedAsTarget() {
    assertThatThrownBy(() -> AtomicFile.write(folder, "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it is a folder; name a file in it");
  }

  @Test
  void aFileInTheWayOfTheFolderIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> AtomicFile.write(file.resolve("out.json"), "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file + " is not a folder");
  }

  @Test
  void aFolderThatCannotBeReachedIsNotCalledMissing() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, link);
    Path file = link.resolve("out.json");
    assertThatThrownBy(() -> AtomicFile.write(file, "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the file can't be written: ")
        .hasMessageNotContaining("exist");
  }

  @Test
  void aPathCanBeCheckedBeforeTheWork() throws Exception {
    AtomicFile.requireWritable(folder.resolve("out.json"));
    assertThat(filesInFolder()).isEmpty();
    assertThatThrownBy(() -> AtomicFile.requireWritable(folder.resolve("none/out.json")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aFileWhoseFolderTakesNoOtherIsRefusedBeforeTheWork() {
    Path file = Path.of("/proc/self/comm");
    Assumptions.assumeTrue(Files.isWritable(file), "there is no /proc/self/comm here");
    assertThatThrownBy(() -> AtomicFile.requireWritable(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the file can't be written: ");
  }

  @Test
  void aWriteProtectedFolderIsRefusedThoughTheFileInItIsNot() throws Exception {
    Path file = Files.writeString(Files.createDirectory(folder.resolve("shut")).resolve("f"), "x");
    assumePosix();
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
    if (Files.isWritable(file.getParent())) {
      // Root may write everywhere.
      AtomicFile.write(file, "x");
      assertThat(file).hasContent("x");
      return;
    }
    assertThatThrownBy(() -> AtomicFile.requireWritable(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ": the file can't be written: the folder "
                + file.getParent().toRealPath()
                + " is write-protected; name a file elsewhere.");
  }

  @Test
  void aNameAsLongAsTheFileSystemAllowsIsWritten() throws Exception {
    Path file = folder.resolve("x".repeat(250));
    AtomicFile.requireWritable(file);
    AtomicFile.write(file, "x");
    assertThat(file).hasContent("x");
    assertThat(filesInFolder()).hasSize(1);
  }

  @Test
  void aNameTooLongForTheFileSystemIsRefusedBeforeTheWork() {
    Path file = folder.resolve("x".repeat(300));
    assertThatThrownBy(() -> AtomicFile.requireWritable(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the file can't be written: ");
  }

  @Test
  void aNameTooLongForTheFileSystemLeavesNothing() throws Exception {
    Path file = folder.resolve("x".repeat(1000));
    assertThatThrownBy(() -> AtomicFile.write(file, "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": the file can't be written: ");
    assertThat(filesInFolder()).isEmpty();
  }

  @Test
  void anEmptyNameIsCalledSo() {
    assertThatThrownBy(() -> AtomicFile.requireWritable(Path.of("")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name of the file to write is empty");
  }

  @Test
  void aLinkIsFollowedNotReplaced() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    AtomicFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void aLinkToAFileThatIsNotThereYetIsFollowedToo() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
    AtomicFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("target")).hasContent("new");
  }

  @Test
  void linksToALinkToAFileThatIsNotThereYetAreFollowedToTheEnd() throws Exception {
    Files.createDirectory(folder.resolve("sub"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("sub/second"));
    Path second = Files.createSymbolicLink(folder.resolve("sub/second"), Path.of("../target"));
    AtomicFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(second).isSymbolicLink();
    assertThat(folder.resolve("target")).hasContent("new");
  }

  @Test
  void linksThatLeadInACircleAreRefused() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("second"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));
    assertThatThrownBy(() -> AtomicFile.write(link, "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            link
                + ": the file can't be written: its symbolic links lead in a circle, or are more"
                + " than 40; name the file itself.");
    assertThat(second).isSymbolicLink();
  }

  @Test
  void aLinkIntoAMissingFolderIsRefusedBeforeTheWork() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("none/target"));
    assertThatThrownBy(() -> AtomicFile.requireWritable(link))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            link
                + ": the file can't be written: the folder "
                + folder.resolve("none")
                + " doesn't exist; create it first.");
  }

  @Test
  void aDeviceIsWrittenToNotReplaced() {
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device), "there is no /dev/null here");
    AtomicFile.write(device, "x");
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void aFullDiskIsNoMistakeOfTheUser() {
    Path device = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(device), "there is no /dev/full here");
    assertThatThrownBy(() -> AtomicFile.write(device, "x"))
        .isInstanceOf(WriteFailedException.class)
        .hasMessage("/dev/full: the file can't be written: No space left on device.");
  }

  /** As on a disk that is too full for one more file, though not for more in other files. */
  @Test
  void aFolderThatTakesNoFileAfterItWasCheckedIsNoMistakeOfTheUserEither() throws Exception {
    Path file = Files.createDirectory(folder.resolve("sub")).resolve("out.json");
    PendingFile checked = new PendingFile(WriteTarget.of(file));
    Files.delete(file.getParent());
    assertThatThrownBy(() -> checked.write(channel -> {}))
        .isInstanceOf(WriteFailedException.class)
        .hasMessage(file + ": the file can't be written: no file can be there.");
  }

  @Test
  void filesThatBelongTogetherAreReplacedTogetherOrNotAtAll() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full here");
    Path file = Files.writeString(folder.resolve("out.json"), "old");
    Map<Path, String> texts = new LinkedHashMap<>();
    texts.put(file, "new");
    texts.put(full, "x");
    assertThatThrownBy(() -> AtomicFile.writeAll(texts)).isInstanceOf(WriteFailedException.class);
    assertThat(file).hasContent("old");
    assertThat(filesInFolder()).containsExactly("out.json");

    texts.remove(full);
    texts.put(folder.resolve("second"), "é");
    AtomicFile.writeAll(texts);
    assertThat(file).hasContent("new");
    assertThat(folder.resolve("second")).hasContent("é");
  }

  @Test
  void whereOneCannotBeReplacedTheMessageSaysWhichAreNew() {
    Map<Path, AtomicFile.Content> contents = new LinkedHashMap<>();
    Path last = folder.resolve("last");
    contents.put(folder.resolve("first"), channel -> {});
    contents.put(last, channel -> Files.createDirectory(last));
    assertThatThrownBy(() -> AtomicFile.writeContents(contents))
        .isInstanceOf(WriteFailedException.class)
        .hasMessageStartingWith(last + ": the file can't be written: ")
        .hasMessageEndingWith(" New already, unlike the others: " + folder.resolve("first") + ".");
  }

  /** A program that a signal ends while it writes. */
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
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  /** Like /dev/stdout, which is a link to such a file. */
  @Test
  void aPipeIsWrittenToWhereItIs() throws Exception {
    Path open = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(open), "there is no /proc/self/fd here");
    Set<Path> before = pipesIn(open);
    Pipe pipe = Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      Set<Path> opened = pipesIn(open);
      opened.removeAll(before);
      Path file = opened.iterator().next();
      AtomicFile.requireWritable(file);
      AtomicFile.write(file, "x");
      ByteBuffer read = ByteBuffer.allocate(9);
      assertThat(source.read(read)).isEqualTo(1);
      assertThat(sink.isOpen()).isTrue();
      pipe.source().close();
      opened.retainAll(pipesIn(open));
      AtomicFile.write(opened.iterator().next(), "that nobody reads");
    }
  }

  private static Set<Path> pipesIn(Path folder) throws IOException {
    Set<Path> pipes = new HashSet<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)
            && Files.readSymbolicLink(file).toString().startsWith("pipe:")) {
          pipes.add(file);
        }
      }
    }
    return pipes;
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
    assertThat(filesInFolder()).containsExactly("out.json");
  }

  @Test
  void aNewFileHasTheUsualPermissions() throws Exception {
    assumePosix();
    Path usual = Files.writeString(folder.resolve("usual"), "x");
    Path written = folder.resolve("written");
    AtomicFile.write(written, "x");
    assertThat(Files.getPosixFilePermissions(written))
        .isEqualTo(Files.getPosixFilePermissions(usual));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-rw-rw-"})
  void aReplacedFileKeepsItsPermissions(String permissions) throws Exception {
    assumePosix();
    Path file = Files.writeString(folder.resolve("out.json"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    AtomicFile.write(
        file,
        channel -> {
          try (var all = Files.list(folder)) {
            // Also while the new content is written.
            assertThat(all)
                .allSatisfy(path -> assertThat(permissions(path)).isEqualTo(permissions));
          }
          channel.write(ByteBuffer.wrap(new byte[] {'x'}));
        });
    assertThat(file).hasContent("x");
    assertThat(permissions(file)).isEqualTo(permissions);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void assumePosix() {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX permissions");
  }

  private List<String> filesInFolder() throws Exception {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
