package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder that can be opened, but fails while its files are listed, as those of a network do. On
 * Linux, that of the network of a process that has ended but is still in the list of processes.
 */
class UnlistableFolderTest {
  @TempDir Path temporary;
  private Process parent;
  private Path folder;

  @BeforeEach
  void endAProcess() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/net")), "there is no /proc here");
    // The shell becomes a program that does not ask how its child ended.
    parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 60").start();
    String child = parent.inputReader().readLine();
    folder = Path.of("/proc", child, "net");
    while (!Files.readString(Path.of("/proc", child, "stat")).contains(") Z ")) {
      Thread.sleep(20);
    }
  }

  @AfterEach
  void end() {
    if (parent != null) {
      parent.destroy();
    }
  }

  @Test
  void isNoCatalogue() {
    CommandRun run = CommandRun.of("catalogue", "list", "--catalogue=" + folder);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(folder + ": can't be read as a folder with a catalogue; name one that exists.");
  }

  @Test
  void doesNotMatterBesideAnotherOutput() throws IOException {
    Path out = Files.writeString(temporary.resolve("out.json"), "old");
    CommandRun run = CommandRun.of("catalogue", "list", "--catalogue=" + folder, "--out=" + out);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(folder + ": can't be read").hasLineCount(1);
    assertThat(out).hasContent("old");
  }

  @Test
  void takesNoReport() throws IOException {
    Path results = Experiments.run(temporary, Experiments.SMALL);

    CommandRun run =
        CommandRun.of("report", results.toString(), "--format=schedules", "--out=" + folder);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(folder + ": the folder can't be read: ");
  }
}
