package org.flatsearch.experiments.proofs;

import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flatsearch.experiments.compare.Quartiles;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.goal.Status;
import org.flatsearch.results.ResultDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Proves the optimum of the full space for a set of accelerators, workloads and objectives, one
 * after the other on one thread in one virtual machine, and prints a Markdown table of how long
 * each proof took. Not part of any build:
 *
 * <pre>{@code
 * MAVEN_OPTS=-Xmx512m mvn -q compile exec:java \
 *     -Dexec.mainClass=org.flatsearch.experiments.proofs.ProofTable -Dexec.args="--only loopnest,nvdla,64K"
 * }</pre>
 *
 * <p>The time of a line is that of one {@code search} command without the start of Java: making the
 * space, the heuristic, and the proof. The first lines are slower because Java has not compiled
 * anything yet.
 */
@Command(
    name = "ProofTable",
    description = "Prints how long the proofs of a set of optima take, as a Markdown table.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ProofTable implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      split = ",",
      description =
          "Only lines whose first cells contain all of these, such as loopnest,flat-edge,64K,edp.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      description = "At most S seconds per line; 30 by default.")
  private double seconds;

  /** Prints the table and ends the process. */
  public static void main(String[] args) {
    TableProgram.run(new ProofTable(), args);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s, strategy auto, seed 1, at most %s s a line%n",
        TableProgram.whatFiguresDependOn(),
        Units.digits(seconds));
    out.println();
    out.println(
        "| model | accelerator | workload | objective | time | space | evaluations | optimum"
            + " | status | gap |");
    out.println("| --- | --- | --- | --- | ---: | ---: | ---: | ---: | --- | ---: |");
    List<Double> times = new ArrayList<>();
    int proven = 0;
    for (ProofCase line : ProofCase.all()) {
      if (only.stream().allMatch(line.title()::contains)) {
        long begin = System.nanoTime();
        PlannedSearch search = new PlannedSearch(line.plan(seconds));
        ResultDocument result = search.run();
        times.add((System.nanoTime() - begin) / 1e9);
        proven += result.optimality().status() == Status.PROVEN ? 1 : 0;
        BigInteger size = search.problem().space().size();
        out.println(row(line, times.get(times.size() - 1), size, result));
      }
    }
    out.println();
    out.println(summary(times, proven));
    return ExitCode.OK;
  }

  private static String row(ProofCase line, double time, BigInteger size, ResultDocument result) {
    List<String> metrics = line.objective().metrics();
    List<Double> values = result.searched().isEmpty() ? List.of() : valuesOf(result);
    String optimum =
        IntStream.range(0, values.size())
            .mapToObj(k -> Units.metric(metrics.get(k), values.get(k)))
            .collect(Collectors.joining(", "));
    return String.join(
        " | ",
        "| " + line.title(),
        String.format(Locale.ROOT, "%.3f s", time),
        String.format(Locale.ROOT, "%.1e", size.doubleValue()),
        Units.count(result.evaluations()),
        optimum,
        result.optimality().status().jsonName(),
        (result.optimality().gap().isPresent()
                ? Units.percent(result.optimality().gap().getAsDouble())
                : "")
            + " |");
  }

  private static List<Double> valuesOf(ResultDocument result) {
    var improvements = result.trace().improvements();
    return improvements.get(improvements.size() - 1).values();
  }

  private static String summary(List<Double> times, int proven) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return "No line contains all of that.";
    }
    return String.format(
        Locale.ROOT,
        "%d of %d proven; median %.3f s, worst %.3f s; over 1 s: %d, over 10 s: %d",
        proven,
        sorted.length,
        Quartiles.of(sorted).median(),
        sorted[sorted.length - 1],
        Arrays.stream(sorted).filter(time -> time > 1).count(),
        Arrays.stream(sorted).filter(time -> time > 10).count());
  }
}
