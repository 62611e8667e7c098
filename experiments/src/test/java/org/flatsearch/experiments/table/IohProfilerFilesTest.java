package org.flatsearch.experiments.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.goal.Status;
import org.junit.jupiter.api.Test;

/** Checks the files against the description of the format, by a reader that was written from it. */
class IohProfilerFilesTest {
  private static final Pattern META =
      Pattern.compile(
          "suite = \"([^\"]*)\", funcId = (\\d+), funcName = \"([^\"]*)\", DIM = (\\d+),"
              + " maximization = \"F\", algId = \"([^\"]*)\"");

  private static final Map<String, String> FILES =
      IohProfilerFiles.of(
          StrategyComparison.of(
              List.of(
                  Records.run("bert", "auto", 1, Status.PROVEN, List.of(10.0, 1.0), 1, 30, 5, 10),
                  Records.run("bert", "slow", 1, 1, 30, 100, 14, 1000, 11),
                  Records.run("bert", "slow", 2),
                  Records.run("xlm", "slow", 1, 7, 3))));

  @Test
  void makesAFolderAStrategyWithAPairOfFilesAProblem() {
    assertThat(FILES.keySet())
        .containsExactly(
            "auto/IOHprofiler_f1_flat-edge_bert_flat_published_latency-energy.info",
            "auto/data_f1_flat-edge_bert_flat_published_latency-energy/IOHprofiler_f1_DIM7.dat",
            "slow/IOHprofiler_f1_flat-edge_bert_flat_published_latency-energy.info",
            "slow/data_f1_flat-edge_bert_flat_published_latency-energy/IOHprofiler_f1_DIM7.dat",
            "slow/IOHprofiler_f2_flat-edge_xlm_flat_published_latency-energy.info",
            "slow/data_f2_flat-edge_xlm_flat_published_latency-energy/IOHprofiler_f2_DIM7.dat");
  }

  @Test
  void writesMetaDataInThreeLines() {
    FILES.forEach(
        (path, text) -> {
          if (path.endsWith(".info")) {
            List<String> lines = text.lines().toList();
            Matcher meta = META.matcher(lines.get(0));
            assertThat(lines).hasSize(3);
            assertThat(meta.matches()).isTrue();
            assertThat(path).startsWith(meta.group(5) + "/IOHprofiler_f" + meta.group(2) + "_");
            assertThat(lines.get(1)).startsWith("%");
            String[] record = lines.get(2).split(", ");
            assertThat(FILES).containsKey(meta.group(5) + "/" + record[0]);
            assertThat(record[0]).endsWith("_DIM" + meta.group(4) + ".dat");
            List<List<double[]>> runs = runs(FILES.get(meta.group(5) + "/" + record[0]));
            assertThat(record).hasSize(1 + runs.size());
            for (int k = 0; k < runs.size(); k++) {
              double[] last = runs.get(k).get(runs.get(k).size() - 1);
              assertThat(record[k + 1]).matches("1:\\d+\\|\\d\\.\\d+e[+-]\\d\\d");
              assertThat(Double.parseDouble(record[k + 1].replaceAll("1:(\\d+)\\|.*", "$1")))
                  .isEqualTo(last[0]);
              assertThat(Double.parseDouble(record[k + 1].replaceAll(".*\\|", "")))
                  .isEqualTo(last[2]);
            }
          }
        });
  }

  @Test
  void endsABlockWithTheLastEvaluation() {
    List<List<double[]>> runs =
        runs(
            FILES.get(
                "slow/data_f1_flat-edge_bert_flat_published_latency-energy/"
                    + "IOHprofiler_f1_DIM7.dat"));

    assertThat(runs).hasSize(2);
    assertThat(runs.get(0)).hasSize(3);
    assertThat(runs.get(0).get(1)).containsExactly(100, 14, 14, 14, 14);
    assertThat(runs.get(0).get(2)).containsExactly(1000, 11, 11, 11, 11);
    // Nothing found: one line, so that the evaluations count.
    assertThat(runs.get(1)).hasSize(1);
    assertThat(runs.get(1).get(0)[0]).isEqualTo(1000);
    assertThat(runs.get(1).get(0)[2]).isCloseTo(1e99, within(1e87));
  }

  @Test
  void keepsNamesOfFilesShortAndApart() {
    String workload = "w".repeat(100);
    String strategy = "s".repeat(200);
    Map<String, String> files =
        IohProfilerFiles.of(
            StrategyComparison.of(
                List.of(
                    Records.run(workload + "1", strategy + "1", 1, 1, 30),
                    Records.run(workload + "2", strategy + "1", 1, 1, 20),
                    Records.run(workload + "1", strategy + "2", 1, 1, 10))));

    assertThat(files).hasSize(6);
    assertThat(files.keySet())
        .allSatisfy(path -> assertThat(path.split("/")).allMatch(name -> name.length() <= 120));
    files.forEach(
        (path, text) -> {
          if (path.endsWith(".info")) {
            String data = text.lines().toList().get(2).split(", ")[0];
            assertThat(files).containsKey(path.substring(0, path.indexOf('/') + 1) + data);
          }
        });
  }

  /**
   * Blocks of a raw-data file: they begin with the names of the columns, cells by single spaces.
   */
  private static List<List<double[]>> runs(String data) {
    List<List<double[]>> runs = new ArrayList<>();
    for (String line : data.split("\n")) {
      if (line.startsWith("\"function evaluation\"")) {
        assertThat(line).contains(" \"best-so-far f(x)\"");
        runs.add(new ArrayList<>());
      } else {
        double[] cells =
            Pattern.compile(" ").splitAsStream(line).mapToDouble(Double::parseDouble).toArray();
        List<double[]> run = runs.get(runs.size() - 1);
        assertThat(cells).hasSize(5);
        if (!run.isEmpty()) {
          assertThat(cells[0]).isGreaterThan(run.get(run.size() - 1)[0]);
          assertThat(cells[2]).isLessThanOrEqualTo(run.get(run.size() - 1)[2]);
        }
        run.add(cells);
      }
    }
    return runs;
  }
}
