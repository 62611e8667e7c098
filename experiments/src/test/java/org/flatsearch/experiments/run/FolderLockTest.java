package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  private static final int REFUSED = 3;

  @TempDir Path folder;

  /** Another process that asks for the lock of a folder. */
  public static void main(String[] arguments) throws IOException {
    try {
      FolderLock.take(Path.of(arguments[0]), "it is taken");
    } catch (InvalidInputException e) {
      System.exit(REFUSED);
    }
  }

  private int exitCodeOfAnotherProcess() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FolderLockTest.class.getName(),
            folder.toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  @Test
  void keepsOtherProcessesOutAlsoAfterThisOneHasAskedAgain() throws Exception {
    FolderLock lock = FolderLock.take(folder, "it is taken");

    for (Path again : new Path[] {folder, folder.resolve("..").resolve(folder.getFileName())}) {
      assertThatThrownBy(() -> FolderLock.take(again, "it is taken"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(again + ": it is taken");
    }
    assertThat(exitCodeOfAnotherProcess()).isEqualTo(REFUSED);
    lock.close();
    assertThat(exitCodeOfAnotherProcess()).isZero();
  }

  @Test
  void isRefusedWhereThisProcessHasLockedTheFileOtherwise() throws IOException {
    try (FileChannel held =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      held.lock();

      assertThatThrownBy(() -> FolderLock.take(folder, "it is taken"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(folder + ": it is taken");
    }
  }

  @Test
  void canBeTakenAgainOnceItIsClosedOrRemoved() throws IOException {
    FolderLock.take(folder, "it is taken").close();
    FolderLock.take(folder, "it is taken").remove();
    assertThat(folder).isEmptyDirectory();

    FolderLock.take(folder, "it is taken").close();
    assertThat(Files.size(folder.resolve(".lock"))).isZero();
  }

  @Test
  void isReleasedEvenIfItsFileCannotBeRemoved() throws IOException {
    FolderLock lock = FolderLock.take(folder, "it is taken");
    Path file = folder.resolve(".lock");
    Files.delete(file);
    Path inside = Files.createDirectories(file.resolve("inside"));

    assertThatThrownBy(lock::remove).isInstanceOf(IOException.class);

    Files.delete(inside);
    Files.delete(file);
    FolderLock.take(folder, "it is taken").close();
  }
}
