package org.flatsearch.experiments.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flatsearch.experiments.compare.AnytimeRun;
import org.flatsearch.experiments.compare.ComparedProblem;
import org.flatsearch.experiments.compare.Contender;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.text.ObjectiveText;

/**
 * The traces of an experiment as IOHprofiler files, which IOHanalyzer reads.
 *
 * <p>The format is that of <a href="https://iohprofiler.github.io/IOHanalyzer/data/">its
 * description</a>: a folder per strategy, in it a meta-data file per problem ({@code
 * IOHprofiler_f1_name.info}: a line of key-value pairs, a comment, and the runs as {@code
 * instance:evaluations|best}) and a raw-data file ({@code data_f1_name/IOHprofiler_f1_DIM9.dat}: a
 * block per run, which begins with the names of the columns, has a line per improvement, and ends
 * with a line for the last evaluation). Functions are problems, dimensions the numbers of
 * decisions, and values those of the first metric, to be minimised. All runs are of instance 1.
 */
public final class IohProfilerFiles {
  /** The value of a run that has found nothing that fits, which the format can't express. */
  static final double NOTHING_FOUND = 1e99;

  private static final String COLUMNS =
      "\"function evaluation\" \"current f(x)\" \"best-so-far f(x)\" \"current af(x)+b\""
          + " \"best af(x)+b\"\n";

  private final StrategyComparison comparison;

  private IohProfilerFiles(StrategyComparison comparison) {
    this.comparison = comparison;
  }

  /** The contents of all files, by their paths with {@code /}. */
  public static Map<String, String> of(StrategyComparison comparison) {
    return new IohProfilerFiles(comparison).files();
  }

  private Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    // Names of contenders may differ only in characters that names of folders leave out.
    FileNames folders = new FileNames();
    for (Contender contender : comparison.lineUp().contenders()) {
      String folder = folders.distinct(comparison.lineUp().name(contender));
      for (int k = 0; k < comparison.problems().size(); k++) {
        ComparedProblem problem = comparison.problems().get(k);
        List<AnytimeRun> runs = problem.runs(contender);
        if (!runs.isEmpty()) {
          String function = "f" + (k + 1) + "_" + FileNames.shorten(name(problem));
          int dimension = runs.get(0).record().decisions().size();
          String data =
              "data_" + function + "/IOHprofiler_f" + (k + 1) + "_DIM" + dimension + ".dat";
          files.put(
              folder + "/IOHprofiler_" + function + ".info",
              info(contender, k + 1, name(problem), dimension, data, runs));
          files.put(folder + "/" + data, data(runs));
        }
      }
    }
    return files;
  }

  private static String name(ComparedProblem problem) {
    return FileNames.plain(
        "%s_%s_%s_%s_%s"
            .formatted(
                problem.key().accelerator(),
                problem.key().workload(),
                problem.key().model(),
                problem.key().space(),
                ObjectiveText.of(problem.key().objective(), "-")));
  }

  private String info(
      Contender contender,
      int function,
      String name,
      int dimension,
      String data,
      List<AnytimeRun> runs) {
    String results =
        runs.stream()
            .map(run -> ", 1:" + run.evaluations() + "|" + number(run.finalValue()))
            .collect(Collectors.joining());
    return """
    suite = "FlatSearch", funcId = %s, funcName = "%s", DIM = %s, maximization = "F", algId = "%s"
    %% %s stands for runs that found nothing that fits
    %s%s
    """
        .formatted(
            function,
            name,
            dimension,
            comparison.lineUp().name(contender).replace(',', ';'),
            number(NOTHING_FOUND),
            data,
            results);
  }

  private static String data(List<AnytimeRun> runs) {
    StringBuilder text = new StringBuilder();
    for (AnytimeRun run : runs) {
      text.append(COLUMNS);
      long last = 0;
      for (AnytimeRun.Improvement improvement : run.improvements()) {
        line(text, improvement.evaluation(), improvement.value());
        last = improvement.evaluation();
      }
      if (last < run.evaluations() || last == 0) {
        line(text, Math.max(1, run.evaluations()), run.finalValue());
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, long evaluation, double value) {
    String number = number(value);
    text.append(evaluation);
    for (int column = 1; column < 5; column++) {
      text.append(' ').append(number);
    }
    text.append('\n');
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.12e", Math.min(value, NOTHING_FOUND));
  }
}
