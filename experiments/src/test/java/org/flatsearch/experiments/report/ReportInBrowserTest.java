package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The report as a reader sees it, in a browser. */
@Execution(ExecutionMode.CONCURRENT)
class ReportInBrowserTest extends BrowserTest {
  private static final Pattern FIGURE = Pattern.compile("<figure id=\"([^\"]+)\"([^>]*)>");

  /** Far more than any figure takes, even on a busy machine; a page that stalls takes seconds. */
  private static final int LONGEST_TASK_MILLIS = 1500;

  private static final String VARIED =
      """
      schemaVersion: 1
      name: varied
      description: Every plot of a report has something to show.
      accelerators: [flat-edge]
      models: [loopnest]
      workloads: [bert, vit-b-16]
      searches:
        - name: buffers
          sweeps: [{bufferBytes: [64KiB, 512KiB, 4MiB]}, {dramReadBytesPerSecond: [10GB/s, 50GB/s]}]
          strategies: [hill-climbing]
          budgets: [300]
        - name: lanes
          sweeps: [{lanes: [16, 64, unlimited]}]
          strategies: [hill-climbing]
          budgets: [300]
        - name: strategies
          strategies: [random, hill-climbing, genetic]
          seeds: [1..6]
          budgets: [400]
        - name: exact
          strategies: [auto]
          budgets: [{evaluations: 100000, seconds: 3}]
        - name: front
          strategies: [nsga2]
          objectives: [[latency, footprint]]
          budgets: [2000]
      comparisons:
        - {name: by search, of: exact, against: strategies, metric: latency,
           published: [{accelerator: flat-edge, value: 1.0, origin: a book, note: it differs}]}
      """;

  /** 10,080 runs. */
  private static final String MANY_RUNS =
      """
      schemaVersion: 1
      name: many
      accelerators: [flat-edge, flat-cloud]
      workloads: [bert, xlm, trxl]
      sweeps: [{sequence: [512, 1024, 2048, 4096]}]
      models: [flat]
      strategies: [random, hill-climbing, genetic, tabu, annealing, late-acceptance]
      seeds: [1..70]
      budgets: [200]
      """;

  private static final String TWO_ACCELERATORS =
      """
      schemaVersion: 1
      name: two
      accelerators: [flat-edge, nvdla]
      workloads: [bert]
      sweeps: [{bufferBytes: [1MiB, 4MiB]}]
      models: [flat]
      strategies: [random]
      budgets: [50]
      """;

  private static final String TWO_STRATEGIES =
      TWO_ACCELERATORS.replace("[random]", "[random, genetic]");

  private static Map<String, Map<String, String>> figures(String document) {
    Map<String, Map<String, String>> figures = new LinkedHashMap<>();
    Matcher figure = FIGURE.matcher(document);
    while (figure.find()) {
      figures.put(figure.group(1), data(figure.group(2)));
    }
    return figures;
  }

  /** What else might be in the page, by mistake or by malice, does not run and loads nothing. */
  @Test
  void runsNoOtherScript() throws IOException {
    String page = report(TWO_STRATEGIES);
    int end = page.lastIndexOf("</body>");
    String script = "<script>document.documentElement.dataset.foreign = 1</script>";
    String altered = page.substring(0, end) + script + page.substring(end);
    assertThatThrownBy(() -> browser.open(altered))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Content Security Policy");
  }

  @Test
  void drawsEveryFigureWithoutAnError() throws IOException {
    String document = browser.open(report(VARIED));
    Map<String, Map<String, String>> figures = figures(document);

    assertThat(noted(document)).containsEntry("ready", "true");
    assertThat(document)
        .contains(", unlimited lanes</th>")
        .containsPattern("<text[^>]*>unlimited</text>");
    assertThat(figures.keySet())
        .containsExactlyInAnyOrder(
            "gains",
            "results",
            "by-workload",
            "sweep-bufferBytes",
            "reach-bufferBytes",
            "sweep-dramReadBytesPerSecond",
            "reach-dramReadBytesPerSecond",
            "sweep-lanes",
            "reach-lanes",
            "matrix-bufferBytes-dramReadBytesPerSecond",
            "convergence",
            "ecdf",
            "final-gaps",
            "performance",
            "pairs",
            "pareto",
            "roofline",
            "footprint",
            "nests");
    figures.forEach(
        (name, data) ->
            assertThat(Integer.parseInt(data.getOrDefault("marks", "0")))
                .as("marks of figure %s", name)
                .isGreaterThanOrEqualTo(Integer.parseInt(data.getOrDefault("series", "1"))));
  }

  @Test
  void marksTheBestByEachModel() throws IOException {
    String models =
        report(
            """
            schemaVersion: 1
            name: models
            accelerators: [flat-edge]
            workloads: [bert]
            searches:
              - {name: published, models: [flat], spaces: [published], strategies: [exhaustive]}
              - {name: full, models: [flat], strategies: [random]}
              - {name: nests, models: [loopnest], strategies: [random]}
            budgets: [300]
            """);

    String document = browser.open(models);

    assertThat(document).contains("The best of each row by each model is in bold.");
    assertThat(document.split("<td class=\"best\"")).as("one of flat, one of loopnest").hasSize(3);
  }

  /** Three of five runs found nothing, so the median is not that of the other two. */
  @Test
  void drawsRunsThatFoundNothingAsTheWorst() throws IOException {
    String found =
        report(TWO_STRATEGIES)
            .replaceAll(
                "\"finalGaps\":.*?,\"convergence\"",
                "\"finalGaps\":[[[0,null,null,null,1.0E-7,0]],[],[],[]],\"convergence\"");
    String script =
        """
        report.drawNow();
        const gaps = report.figures.find((f) => f.spec.id === "final-gaps");
        const option = gaps.spec.option(gaps.state);
        const root = document.documentElement;
        root.dataset.tip = option.tooltip.formatter({name: "random", dataIndex: 0}).replaceAll("<br>", ", ");
        root.dataset.ticks = [1e-6, 1e-5, 1e-4].map(option.xAxis.axisLabel.formatter).join(", ");
        root.dataset.largest = option.series[0].data[0].value[4] === option.xAxis.max;
        """;

    String document = browser.open(with(found, script));

    assertThat(document).containsPattern("<text[^>]*>none fits</text>");
    assertThat(noted(document))
        .containsEntry(
            "tip",
            "random, smallest: 0%, lower quartile: &lt;0.01%, median: none fits,"
                + " upper quartile: none fits, largest: none fits")
        .containsEntry("ticks", "≤0.0001%, 0.001%, none fits")
        .containsEntry("largest", "true");
  }

  /** Chooses every option of every figure, hides and shows series, zooms, and takes every CSV. */
  @Test
  void survivesItsReaders() throws IOException {
    String script =
        """
        report.drawNow();
        const problems = [];
        for (const f of report.figures) {
          for (const c of f.spec.controls || []) {
            for (let k = Math.min(c.options.length, 25) - 1; k >= 0; k--) {
              f.choose(c.name, k);
              if (f.node.dataset.marks === "0") problems.push(f.spec.id + " " + c.name + " " + k);
              if (f.csv().split("\\r\\n").length < 3) problems.push(f.spec.id + " csv " + k);
            }
          }
          if (f.chart) {
            const legend = f.chart.getOption().series.map((s) => s.name);
            f.chart.dispatchAction({type: "legendUnSelect", name: legend[0]});
            f.chart.dispatchAction({type: "legendSelect", name: legend[0]});
            f.chart.dispatchAction({type: "showTip", seriesIndex: 0, dataIndex: 0});
            f.chart.dispatchAction({type: "dataZoom", start: 20, end: 60});
          }
        }
        document.documentElement.dataset.problems = problems.join("; ");
        """;
    String page = with(report(VARIED), script);

    String document = browser.openByRealTime(page);

    assertThat(noted(document)).containsEntry("problems", "");
  }

  @Test
  void isNotStalledByTenThousandRuns() throws IOException {
    String report = report(MANY_RUNS);
    String page = with(report, "report.drawNow()");

    String document = browser.openByRealTime(page);
    Map<String, String> data = noted(document);

    assertThat(data).containsEntry("ready", "true");
    assertThat(Integer.parseInt(data.get("longest-task-millis"))).isLessThan(LONGEST_TASK_MILLIS);
    assertThat(report.length()).as("bytes of the page").isLessThan(5_000_000);
    figures(document)
        .forEach(
            (name, figure) ->
                assertThat(Integer.parseInt(figure.get("marks"))).as(name).isBetween(1, 5000));
  }
}
