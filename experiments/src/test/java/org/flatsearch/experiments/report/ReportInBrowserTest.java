package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The report as a reader sees it, in a browser. */
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
  void tellsAcceleratorsOfOneNameByWhatVariesAmongThem() throws IOException {
    String document = browser.open(report(TWO_ACCELERATORS));

    assertThat(document)
        .contains(">flat-edge, 1 MiB</th>", ">nvdla, 4 MiB</th>")
        .contains("<b>4</b><span>runs</span>", "<b>1</b><span>strategy</span>");
  }

  /** A line through points with and without multicast would show neither. */
  @Test
  void drawsALineForEachSettingOfAFlag() throws IOException {
    String report =
        report(
            """
            schemaVersion: 1
            name: flags
            accelerators: [tileflow-edge]
            workloads: [bert]
            sweeps: [{bufferBytes: [1MiB, 4MiB]}, {multicast: [false, true]},
                     {dramReadBytesPerSecond: [3.2GB/s, 6.4GB/s]}]
            models: [loopnest]
            strategies: [hill-climbing]
            budgets: [300]
            """);
    String script =
        """
        report.drawNow();
        const sweep = report.figures.find((f) => f.spec.id === "sweep-bufferBytes");
        document.documentElement.dataset.targets = sweep.spec.controls[1].options.slice(1, 3).join("; ");
        document.documentElement.dataset.csvLines = sweep.csv().trim().split("\\r\\n").length;
        const results = report.figures.find((f) => f.spec.id === "results");
        results.choose("metric", results.spec.controls[0].options.indexOf("bound"));
        """;

    String document = browser.open(with(report, script));

    assertThat(noted(document))
        .containsEntry(
            "targets",
            "tileflow-edge, bert, no multicast, 6.4 GB/s; tileflow-edge, bert, multicast, 3.2 GB/s")
        .containsEntry("csv-lines", "3");
    assertThat(document)
        .contains(">tileflow-edge, no multicast, 1 MiB, 3.2 GB/s</th>")
        .containsPattern(">tileflow-edge, multicast, 4 MiB, 6.4 GB/s</th>.*>PE array</td>");
  }

  @Test
  void saysThatAGapIsLessThanWhatIsShown() throws IOException {
    String bounded =
        report(TWO_ACCELERATORS)
            .replaceAll("\"proven\":false(,\"gap\":[^,]*)?", "\"proven\":false,\"gap\":1.0E-5");

    String document = browser.open(bounded);

    assertThat(document).contains("random, less than 0.01% above the optimum");
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

  /** A lower bound, which leaves out waiting, is not better than a replay. */
  @Test
  void marksTheBestOfReplaysApartFromBounds() throws IOException {
    String refined =
        report(
            """
            schemaVersion: 1
            name: refined
            accelerators: [tileflow-edge]
            workloads: [{name: t5-small, set: {batch: 2}}]
            searches: [{name: bound}, {name: replay, refine: 2}]
            strategies: [hill-climbing]
            budgets: [300]
            """);

    String document = browser.open(refined);

    assertThat(document).contains("The best of each row by each model is in bold.");
    assertThat(document.split("<td class=\"best\"")).as("one of each model").hasSize(3);
  }

  @Test
  void tellsFortyStrategiesApart() throws IOException {
    String strategies =
        IntStream.rangeClosed(1, 40)
            .mapToObj("{name: late-acceptance, parameters: {history: %s}}"::formatted)
            .collect(Collectors.joining(", ", "strategies: [", "]"));
    String report = report(TWO_ACCELERATORS.replace("strategies: [random]", strategies));
    String script =
        """
        report.drawNow();
        const chart = report.figures.find((f) => f.spec.id === "convergence").chart;
        const lines = chart.getOption().series.filter((s) => s.type === "line");
        const looks = (look) => new Set(lines.map((s) => JSON.stringify(look(s)))).size;
        document.documentElement.dataset.lines = looks((s) => [s.color, s.lineStyle.type]);
        document.documentElement.dataset.points = looks((s) => [s.color, s.symbol]);
        """;

    String document = browser.open(with(report, script));

    assertThat(noted(document)).containsEntry("lines", "40").containsEntry("points", "40");
  }

  @Test
  void callsOnlyAllRunsHundredPercent() throws IOException {
    String counted =
        report(TWO_STRATEGIES)
            .replaceAll(
                "\"runs\":4,(.*?)\"runsThatReachTarget\":\\[[^]]*]",
                "\"runs\":300,$1\"runsThatReachTarget\":[300,299,298,150,2,1,0]");

    String document = browser.open(counted);

    assertThat(document)
        .containsPattern(
            ">100%</td><td[^>]*>&gt;99%</td><td[^>]*>99%</td><td[^>]*>50%</td>"
                + "<td[^>]*>1%</td><td[^>]*>&lt;1%</td><td[^>]*>0%</td>");
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
