package org.flatsearch.experiments.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A standalone master and workers on the loopback interface, each a process of its own, from the
 * jars that Maven has.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
  private static final long PATIENCE_MILLIS = 60_000;

  private final Path folder;
  private final Path home;
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::killAll);
  private String url;

  private StandaloneCluster(Path folder) {
    this.folder = folder;
    home = folder.resolve("spark-home");
  }

  /** Starts a master, with its files in this folder. */
  static StandaloneCluster start(Path folder) throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(folder);
    Runtime.getRuntime().addShutdownHook(cluster.hook);
    try {
      cluster.linkJars();
      cluster.startMaster();
      return cluster;
    } catch (Exception | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** An installation of Spark is a folder with jars, as far as a worker is concerned. */
  private void linkJars() throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String jar : JavaProcess.SPARK_CLASS_PATH.split(File.pathSeparator)) {
      Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
    }
  }

  private void startMaster() throws Exception {
    Path log = folder.resolve("master.log");
    ProcessBuilder builder =
        JavaProcess.of(
            JavaProcess.SPARK_CLASS_PATH,
            "-Xmx256m",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    url = await(start(builder, log), log, STARTED).group(1);
  }

  /** Adds a worker of one core. */
  Process addWorker() throws Exception {
    return addWorker(Path.of(System.getProperty("java.home")), 1);
  }

  /**
   * Adds a worker.
   *
   * @param javaHome the Java that its executors are started with
   * @param cores how many runs it executes at once, whatever the machine has
   */
  Process addWorker(Path javaHome, int cores) throws Exception {
    String name = "worker-" + processes.size();
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        JavaProcess.of(
            JavaProcess.SPARK_CLASS_PATH,
            "-Xmx256m",
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            "--cores",
            Integer.toString(cores),
            "--memory",
            "512m",
            "--work-dir",
            Files.createDirectories(folder.resolve(name)).toString(),
            url);
    builder.environment().put("JAVA_HOME", javaHome.toString());
    Process worker = start(builder, log);
    await(worker, log, REGISTERED);
    return worker;
  }

  private Process start(ProcessBuilder builder, Path log) {
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = JavaProcess.start(builder);
    synchronized (processes) {
      processes.add(process);
    }
    return process;
  }

  private static Matcher await(Process process, Path log, Pattern pattern) throws Exception {
    long begin = System.nanoTime();
    while (process.isAlive() && (System.nanoTime() - begin) / 1_000_000 < PATIENCE_MILLIS) {
      Matcher matcher = pattern.matcher(Files.readString(log));
      if (matcher.find()) {
        return matcher;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(
        "\"" + pattern + "\" does not appear in " + log + ":\n" + Files.readString(log));
  }

  /** The address of the master. */
  String url() {
    return url;
  }

  /** What the executors have written to their error streams, for messages of failed tests. */
  String executorLogs() {
    try (var files = Files.walk(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(f -> f.endsWith("stderr")).toList()) {
        text.append(file).append(":\n").append(Files.readString(file));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void killAll() {
    synchronized (processes) {
      // The workers before their master, so that none has time to start something new.
      for (int k = processes.size() - 1; k >= 0; k--) {
        JavaProcess.kill(processes.get(k));
      }
    }
  }

  @Override
  public void close() {
    killAll();
    Runtime.getRuntime().removeShutdownHook(hook);
    try (var links = Files.list(home.resolve("jars"))) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
