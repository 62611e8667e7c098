package org.flatsearch.experiments.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes with the options and the class path of Spark. */
final class JavaProcess {
  static final String SPARK_CLASS_PATH = System.getProperty("flatsearch.spark.classpath");
  static final Path FLATSEARCH_JAR = Path.of(System.getProperty("flatsearch.spark.jar"));
  private static final String OPTIONS = System.getProperty("flatsearch.spark.java");

  private JavaProcess() {}

  /** A process that is not started yet; options of Java come before the class. */
  static ProcessBuilder of(String classPath, String... optionsAndClass) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + OPTIONS,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath));
    command.addAll(List.of(optionsAndClass));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder;
  }

  /** Class path entries, one after the other. */
  static String join(Object... entries) {
    List<String> texts = new ArrayList<>();
    for (Object entry : entries) {
      texts.add(entry.toString());
    }
    return String.join(File.pathSeparator, texts);
  }

  /** Kills a process and its descendants (SIGKILL), and waits until they have ended. */
  static void kill(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(0, process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  /** Starts a process. */
  static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
