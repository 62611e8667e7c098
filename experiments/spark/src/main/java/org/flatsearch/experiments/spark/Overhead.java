package org.flatsearch.experiments.spark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.Experiment;
import org.flatsearch.experiments.run.ExperimentListener;
import org.flatsearch.experiments.run.LocalRunExecutor;
import org.flatsearch.experiments.run.Preflight;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.RunFolder;

/**
 * Measures what a cluster costs in addition to the work: {@code Overhead MASTER DEFINITION
 * [alone]}.
 *
 * <p>Executes the runs of a definition twice on the cluster, the first time to warm up, and prints
 * the costs of the second time. Then executes them in a single thread of this process, unless that
 * takes too long. With {@code alone} each run is a task of its own.
 */
public final class Overhead {
  private static final String ALONE = "alone";

  /** More work than this is not repeated by one thread. */
  private static final double MOST_LOCAL_SECONDS = 60;

  private Overhead() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("Arguments: MASTER DEFINITION [" + ALONE + "]");
      System.exit(2);
    }
    long begin = System.nanoTime();
    Definition definition = DefinitionReader.read(Path.of(args[1]));
    List<PlannedRun> runs = PlannedRuns.of(definition);
    Preflight.check(runs);
    print("check of the definition", secondsSince(begin), "s");
    boolean alone = args.length > 2 && args[2].equals(ALONE);
    Path folder = Files.createTempDirectory("overhead");
    begin = System.nanoTime();
    try (SparkCluster cluster = SparkCluster.open(args[0])) {
      print("start of the application", secondsSince(begin), "s");
      MeasuredExecutor executor = new MeasuredExecutor(cluster, alone);
      Path first = execute(definition, runs, executor, folder.resolve("warm-up"));
      double seconds = secondsSince(begin) - MeasuredExecutor.LISTENER_SECONDS;
      print("start up to the first result", (executor.firstOutcomeNanos() - begin) / 1e9, "s");
      print("start up to the last result", seconds, "s");
      print("  speed-up, work / time", sum(first, RunRecord::seconds) / seconds, "");
      measure(definition, runs, executor, folder);
    } finally {
      delete(folder);
    }
  }

  private static void measure(
      Definition definition, List<PlannedRun> runs, MeasuredExecutor executor, Path folder)
      throws IOException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Cpu cpu = Cpu.now();
    long loopback = loopbackBytes();
    long begin = System.nanoTime();
    Path results = execute(definition, runs, executor, folder.resolve("measured"));
    double seconds = secondsSince(begin) - MeasuredExecutor.LISTENER_SECONDS;
    Cpu spent = Cpu.now().minus(cpu);
    loopback = loopbackBytes() - loopback;
    double work = sum(results, RunRecord::seconds);
    double workCpu = sum(results, RunRecord::cpuSeconds);
    int cores = executor.parallelism().orElseThrow();
    int each = (int) Math.max(1, runs.size() / executor.tasks());
    List<Run> batch = runs.subList(0, each).stream().map(PlannedRun::run).toList();
    print("load average before, other programs' too", load, "");
    print("cores", cores, "");
    print("runs", runs.size(), "");
    print("tasks", executor.tasks(), "");
    print("time", seconds, "s");
    print("speed-up, work / time", work / seconds, "");
    print("  for 1,000 runs", seconds / runs.size() * 1000, "s");
    print("work, as the runs tell", work, "s");
    print("cores × time - work", cores * seconds - work, "s");
    print("  as a share of the work", 100 * (cores * seconds / work - 1), "%");
    print("  for each task", 1000 * (cores * seconds - work) / executor.tasks(), "ms");
    double beside = executor.taskCpuSeconds();
    print("processor time of the work", workCpu, "s");
    print("processor time of tasks beside searches", beside / runs.size() * 1e6, "µs a run");
    print("  as a share of the work", 100 * beside / work, "%");
    if (workCpu > beside) {
      // For runs that mostly wait, the share would say nothing.
      print("  as a share of its processor time", 100 * beside / workCpu, "%");
    }
    print("processor time of the driver", spent.process() / runs.size() * 1e6, "µs a run");
    print("  of its main thread", spent.thread() / runs.size() * 1e6, "µs a run");
    print("batches, serialised", (double) MeasuredExecutor.bytes(batch) / each, "bytes a run");
    print("results, serialised", (double) executor.resultBytes() / runs.size(), "bytes a run");
    print("all through loopback, any program's", (double) loopback / runs.size(), "bytes a run");
    print("lines of results", (double) Files.size(results) / runs.size(), "bytes a run");

    if (work > MOST_LOCAL_SECONDS) {
      return;
    }
    begin = System.nanoTime();
    execute(definition, runs, new LocalRunExecutor(1), folder.resolve("local"));
    print("time in one thread of this process", secondsSince(begin), "s");
  }

  private static Path execute(
      Definition definition, List<PlannedRun> runs, RunExecutor executor, Path folder)
      throws IOException {
    RunFolder results = new RunFolder(folder);
    Experiment.Summary summary =
        new Experiment(definition, runs, results, "overhead")
            .execute(executor, Experiment.Existing.REFUSE, ExperimentListener.NONE);
    if (summary.failed() > 0) {
      throw new IllegalStateException("runs failed: " + summary.failures().keySet());
    }
    return results.runsFile();
  }

  /** The bytes that the loopback interface has received so far; 0 on systems other than Linux. */
  private static long loopbackBytes() throws IOException {
    Path interfaces = Path.of("/proc/net/dev");
    if (!Files.exists(interfaces)) {
      return 0;
    }
    return Files.readAllLines(interfaces).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("lo:"))
        .mapToLong(line -> Long.parseLong(line.substring(3).strip().split("\\s+")[0]))
        .sum();
  }

  /** The sum of a time over all lines of results. */
  private static double sum(Path lines, ToDoubleFunction<RunRecord> time) throws IOException {
    try (var all = Files.lines(lines)) {
      return all.mapToDouble(line -> time.applyAsDouble(RunRecord.read(line, "line"))).sum();
    }
  }

  private static double secondsSince(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static void print(String what, double figure, String unit) {
    System.out.println(String.format(Locale.ROOT, "%-50s %12.3f %s", what, figure, unit).strip());
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Processor times in seconds.
   *
   * @param thread that of the current thread
   * @param process that of this process
   */
  private record Cpu(double thread, double process) {
    static Cpu now() {
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Cpu(
          ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9,
          system.getProcessCpuTime() / 1e9);
    }

    Cpu minus(Cpu other) {
      return new Cpu(thread - other.thread, process - other.process);
    }
  }
}
