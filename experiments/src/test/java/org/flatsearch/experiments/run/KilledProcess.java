package org.flatsearch.experiments.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.flatsearch.experiments.FlatSearch;

/**
 * The command {@code run} in a process of its own, which is killed as soon as something is seen.
 */
final class KilledProcess {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  /** Short next to what is waited for. A thread that spins would slow the command down. */
  private static final long GLANCE_NANOS = 100_000;

  /** The exit code of a process that SIGKILL ended. */
  private static final int SIGKILLED = 128 + 9;

  /** Something to wait for. */
  @FunctionalInterface
  interface Sight {
    /** Whether it can be seen now. */
    boolean isSeen() throws IOException;
  }

  private KilledProcess() {}

  /** The command line of a Java process that runs a definition. */
  static List<String> command(Path definition, Path folder, String... further) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FlatSearch.class.getName(),
                "run",
                definition.toString(),
                "--out=" + folder,
                "--threads=2"));
    command.addAll(List.of(further));
    return command;
  }

  /**
   * Starts the command and kills it (SIGKILL) as soon as something is seen, plus a delay.
   *
   * @return whether it was still running when it was killed
   */
  static boolean killWhen(
      Path definition, Path folder, Sight sight, long delayNanos, String... more)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(definition, folder, more))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      await(process, sight);
      long seen = System.nanoTime();
      while (System.nanoTime() - seen < delayNanos) {
        LockSupport.parkNanos(GLANCE_NANOS);
      }
    } finally {
      process.destroyForcibly();
    }
    return process.waitFor() == SIGKILLED;
  }

  private static void await(Process process, Sight sight) throws IOException {
    long begin = System.nanoTime();
    while (process.isAlive() && !sight.isSeen()) {
      if (System.nanoTime() - begin > PATIENCE_NANOS) {
        throw new IllegalStateException("what the test waits for does not happen");
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** Sees a number of whole lines. */
  static Sight lines(Path folder, int count) {
    Path file = new RunFolder(folder).runsFile();
    return () -> Files.exists(file) && countLines(file) >= count;
  }

  /** The number of whole lines of a file. */
  static int countLines(Path file) throws IOException {
    int lines = 0;
    for (byte b : Files.readAllBytes(file)) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** Whether a file ends within a line. */
  static boolean isTorn(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
    }
  }

  /** Sees the temporary file of the final rewrite. */
  static Sight rewrite(Path folder) {
    return () -> isRewriting(folder);
  }

  /** Whether there is a temporary file of the final rewrite. */
  static boolean isRewriting(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".runs.jsonl.*")) {
      return files.iterator().hasNext();
    }
  }
}
