package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void keepsOtherProcessesOut() throws Exception {
    FolderLock lock = FolderLock.take(folder, "it is taken");

    assertThat(exitCodeOfAnotherProcess()).isEqualTo(REFUSED);
    lock.close();
    assertThat(exitCodeOfAnotherProcess()).isZero();
  }

  @Test
  void canBeTakenAgainOnceItIsClosedOrRemoved() throws IOException {
    FolderLock.take(folder, "it is taken").close();
    FolderLock.take(folder, "it is taken").remove();
    assertThat(folder).isEmptyDirectory();

    FolderLock.take(folder, "it is taken").close();
    assertThat(Files.size(folder.resolve(".lock"))).isZero();
  }
}
