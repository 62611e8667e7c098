package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.flatsearch.experiments.FlatSearch;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Experiments that are killed (SIGKILL) at random moments, in the middle of a line, and during the
 * final rewrite. When continued, they give what an undisturbed one gives, byte for byte except for
 * the times.
 */
@DisabledOnOs(OS.WINDOWS)
class KilledExperimentTest {
  /** Makes a line of some 0.7 MB, so that the final rewrite takes a while. */
  private static final int SOME_BOUNDS = 40_000;

  private static final int MOST_ATTEMPTS = 40;

  /** The longest delay between what a kill waits for and the kill. */
  private static final int MOST_DELAY_NANOS = 20_000_000;

  @TempDir static Path shared;
  @TempDir Path parent;

  private static Undisturbed small;

  /** An experiment, and what it gives when nothing disturbs it. */
  private record Undisturbed(SmallExperiment experiment, Path folder, List<String> lines) {
    static Undisturbed run(SmallExperiment experiment) throws IOException {
      Path folder = Files.createTempDirectory(shared, "undisturbed");
      execute(experiment, folder, Existing.REFUSE);
      return new Undisturbed(experiment, folder, SmallExperiment.lines(folder));
    }

    int runs() {
      return experiment.runs().size();
    }
  }

  @BeforeAll
  static void runUndisturbed() throws Exception {
    small = Undisturbed.run(SmallExperiment.in(shared, SOME_BOUNDS));
  }

  private static Experiment.Summary execute(
      SmallExperiment experiment, Path folder, Existing existing) throws IOException {
    return experiment
        .experiment(folder, commandVersion())
        .execute(new LocalRunExecutor(2), existing, ExperimentListener.NONE);
  }

  /** The version that the command records. */
  private static String commandVersion() throws IOException {
    var properties = new Properties();
    try (InputStream in = FlatSearch.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    }
    return "FlatSearch " + properties.getProperty("version");
  }

  @Test
  void survivesAKillAtARandomMoment() throws Exception {
    killAtRandom(new Random(4), 1);
  }

  @Test
  void survivesAKillInTheMiddleOfALine() throws Exception {
    killWithinALine();
  }

  @Test
  void survivesAKillDuringTheFinalRewrite() throws Exception {
    killDuringRewrite();
  }

  @Test
  @Tag("thorough")
  void survivesTwentyKills() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Set<Integer> finishedAtKill = new TreeSet<>();
    for (int round = 0; round < 16; round++) {
      finishedAtKill.add(killAtRandom(random, round));
    }
    for (int round = 0; round < 2; round++) {
      finishedAtKill.add(killWithinALine());
      finishedAtKill.add(killDuringRewrite());
    }

    assertThat(finishedAtKill).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(10);
  }

  /** Kills some time after a random number of lines is there; returns how many there were. */
  private int killAtRandom(Random random, int round) throws Exception {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Path folder = Files.createTempDirectory(parent, "random");
      int lines = random.nextInt(small.runs());
      boolean killed =
          KilledProcess.killWhen(
              small.experiment().file(),
              folder,
              KilledProcess.lines(folder, lines),
              random.nextInt(MOST_DELAY_NANOS));
      if (killed) {
        return resume(small, folder, "round " + round + ", killed after " + lines + " lines");
      }
    }
    throw new AssertionError("the experiment was always faster than the kill");
  }

  /** Kills after the first line, and cuts it: few systems show a line that is half written. */
  private int killWithinALine() throws Exception {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Path folder = Files.createTempDirectory(parent, "torn");
      Path runs = new RunFolder(folder).runsFile();
      if (KilledProcess.killWhen(
          small.experiment().file(), folder, KilledProcess.lines(folder, 1), 0)) {
        try (FileChannel channel = FileChannel.open(runs, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() - Files.readString(runs).indexOf('\n') / 2);
        }
        return resume(small, folder, "killed within a line");
      }
    }
    throw new AssertionError("the experiment was always faster than the kill");
  }

  private int killDuringRewrite() throws Exception {
    RunFolder folder = new RunFolder(Files.createTempDirectory(parent, "rewrite"));
    Files.copy(new RunFolder(small.folder()).headerFile(), folder.headerFile());
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      writeReversed(folder);
      KilledProcess.killWhen(
          small.experiment().file(),
          folder.path(),
          KilledProcess.rewrite(folder.path()),
          0,
          "--resume");
      if (KilledProcess.isRewriting(folder.path())) {
        return resume(small, folder.path(), "killed during the final rewrite");
      }
    }
    throw new AssertionError("no kill came during the final rewrite");
  }

  /** All lines, in the order in which another number of threads might have finished them. */
  private static void writeReversed(RunFolder folder) throws IOException {
    List<String> lines = Files.readAllLines(new RunFolder(small.folder()).runsFile());
    Collections.reverse(lines);
    Files.writeString(folder.runsFile(), String.join("\n", lines) + "\n");
  }

  /** Continues to the end, and returns how many runs were finished before. */
  private static int resume(Undisturbed wanted, Path folder, String description) throws Exception {
    int before = KilledProcess.countLines(new RunFolder(folder).runsFile());
    boolean torn = KilledProcess.isTorn(new RunFolder(folder).runsFile());
    Experiment.Summary summary = execute(wanted.experiment(), folder, Existing.RESUME);

    assertThat(summary.tornLine()).as(description).isEqualTo(torn);
    assertThat(summary.executed()).as(description).isEqualTo(wanted.runs() - before);
    assertThat(SmallExperiment.lines(folder).equals(wanted.lines())).as(description).isTrue();
    assertThat(SmallExperiment.files(folder))
        .as(description)
        .containsExactly(".lock", "experiment.json", "runs.jsonl");
    return before;
  }

  @Test
  void survivesAFullDisk() throws Exception {
    Path folder = parent.resolve("full");
    runWithin(200, folder);

    resume(small, folder, "the disk was full");
  }

  @Test
  void survivesADiskThatIsFullFromTheBeginning() throws Exception {
    Path folder = parent.resolve("full");
    runWithin(0, folder);

    assertThat(SmallExperiment.files(folder)).containsOnly(".lock", "runs.jsonl");
  }

  /** Runs the experiment with a limit on the size of files in KiB, as on a full disk. */
  private void runWithin(int kibibytes, Path folder) throws Exception {
    String limit = "trap '' XFSZ; ulimit -f " + kibibytes + "; ";
    assumeTrue(isKept(limit), "no limit on files here");
    String command = String.join("' '", KilledProcess.command(small.experiment().file(), folder));
    Process process =
        new ProcessBuilder("bash", "-c", limit + "exec '" + command + "'")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(errors).isEqualTo(1);
    assertThat(errors)
        .contains("the results can't be written: ")
        .contains("What is finished is safe; once that is put right, --resume continues.");
  }

  /** Whether the system enforces the limit, by a program that has nothing to do with this one. */
  private boolean isKept(String limit) throws Exception {
    Path file = parent.resolve("probe");
    new ProcessBuilder("bash", "-c", limit + "exec head -c 1000000 /dev/zero >'" + file + "'")
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return Files.size(file) < 1_000_000;
  }
}
