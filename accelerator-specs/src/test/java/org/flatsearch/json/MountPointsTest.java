package org.flatsearch.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountPointsTest {
  private static final String MOUNTS =
      """
      22 1 0:21 / / rw,noatime - ext4 /dev/root rw
      36 22 98:0 /out.json /work/my\\040results/out.json rw master:1 - ext4 /dev/root rw
      37 22 98:0 /b /work/a\\134040b rw - ext4 /work/source rw
      torn
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "/, true",
    "/work/my results/out.json, true",
    "/work/my results, false",
    "/work/my results/out.json.gz, false",
    "/work/a\\040b, true",
    "/work/source, false",
    "/b, false",
  })
  void areTheFifthFieldOfALine(String file, boolean isMount) {
    assertThat(MountPoints.lists(MOUNTS, Path.of(file))).isEqualTo(isMount);
  }

  /** In a process of its own, which may mount files where nobody else sees it. */
  static final class Mounted {
    private Mounted() {}

    public static void main(String[] args) {
      AtomicFile.requireWritable(Path.of(args[0]));
    }
  }

  @Test
  void areRefusedBeforeTheWork() throws Exception {
    Path file = Files.writeString(folder.resolve("out.json"), "old").toRealPath();
    String mount = "mount --bind '" + file + "' '" + file + "'";
    Assumptions.assumeTrue(inItsOwn(mount).waitFor() == 0, "this user can't mount files");

    Process check =
        inItsOwn(
            mount
                + " && '"
                + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -cp '"
                + System.getProperty("java.class.path")
                + "' '"
                + Mounted.class.getName()
                + "' '"
                + file
                + "'");
    String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output)
        .contains(
            file
                + ": the file can't be written: it is a mount point, as of a container that is"
                + " given single files, and can't be replaced; mount its folder instead.");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("out.json"));
    }
  }

  /** Starts a shell with mounts of its own; fails where there is no such command. */
  private static Process inItsOwn(String script) throws IOException {
    try {
      return new ProcessBuilder("unshare", "--mount", "sh", "-c", script)
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      return new ProcessBuilder("false").start();
    }
  }
}
