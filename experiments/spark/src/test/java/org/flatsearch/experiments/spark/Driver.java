package org.flatsearch.experiments.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flatsearch.experiments.FlatSearch;

/** The command line in a process of its own. */
final class Driver {
  /** More than a command takes on a busy machine. */
  private static final long PATIENCE_SECONDS = 300;

  private static final int SIGINT = 2;

  private final Process process;
  private final Path log;

  private Driver(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * How a command ended.
   *
   * @param exitCode the exit code
   * @param log what it wrote, to both streams
   */
  record End(int exitCode, String log) {}

  /** Starts a command with Spark and a plug-in on the class path. */
  static Driver start(Path plugIn, String... arguments) throws IOException {
    String classPath =
        JavaProcess.join(JavaProcess.FLATSEARCH_JAR, plugIn, JavaProcess.SPARK_CLASS_PATH);
    List<String> command =
        new ArrayList<>(
            List.of("-Xmx512m", "-Dspark.executor.memory=512m", FlatSearch.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = JavaProcess.of(classPath, command.toArray(new String[0]));
    Path log = Files.createTempFile("driver", ".log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new Driver(JavaProcess.start(builder), log);
  }

  /** Runs a command to its end. */
  static End run(Path plugIn, String... arguments) throws Exception {
    return start(plugIn, arguments).end();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Whether commands hear of Ctrl-C. They don't if these tests run in the background of a script,
   * where shells let all processes ignore SIGINT, which Java does not change.
   */
  static boolean hearsOfInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return true;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .map(line -> line.substring("SigIgn:".length()).strip())
            .orElse("0");
    return (Long.parseUnsignedLong(ignored, 16) >> SIGINT - 1 & 1) == 0;
  }

  /** Ends it as Ctrl-C does. */
  void interrupt() throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** Ends it by SIGKILL. */
  void kill() {
    JavaProcess.kill(process);
  }

  /** Waits for its end. */
  End end() throws Exception {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException("the command does not end:\n" + Files.readString(log));
      }
      return new End(process.exitValue(), Files.readString(log));
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
