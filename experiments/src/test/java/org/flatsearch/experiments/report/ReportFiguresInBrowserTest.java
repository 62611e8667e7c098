package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.experiments.text.Units;
import org.junit.jupiter.api.Test;

/** How reports write figures. */
class ReportFiguresInBrowserTest extends BrowserTest {
  private static String formats() throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream("format.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What a script of the report's formats makes of the values {@code x}. */
  private List<String> written(double[] values, String format) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String page =
        "<!DOCTYPE html><html><meta charset=\"utf-8\"><body><pre></pre><script>%s\n"
                .formatted(formats())
            + "document.querySelector('pre').textContent = JSON.stringify(%s.map((x) => %s));"
                .formatted(mapper.writeValueAsString(values), format)
            + "</script></body></html>";
    String document = browser.open(page);
    int begin = document.indexOf("<pre>") + "<pre>".length();
    JsonNode texts =
        mapper.readTree(document.substring(begin, document.indexOf("</pre>")).replace("&lt;", "<"));
    return IntStream.range(0, texts.size()).mapToObj(k -> texts.get(k).textValue()).toList();
  }

  private static List<String> expected(double[] values) {
    return DoubleStream.of(values)
        .mapToObj(
            x ->
                String.join(
                    "; ",
                    Units.seconds(x),
                    Units.joules(x),
                    Units.bytesPerSecond(x),
                    Units.bytes(x),
                    Units.digits(x)))
        .toList();
  }

  @Test
  void areThoseOfTheTerminalFromTheSmallestToTheLargest() throws IOException {
    double[] values =
        IntStream.rangeClosed(-40, 40)
            .boxed()
            .flatMapToDouble(
                power ->
                    DoubleStream.of(1, 2.5769803776, 7.26, 9.9937, 9.9996)
                        .map(factor -> factor * Double.parseDouble("1e" + power)))
            .toArray();

    assertThat(
            written(
                values,
                "[seconds(x), si(x, 'J'), figureText('dramReadBytesPerSecond', x), bytes(x),"
                    + " digits(x)].join('; ')"))
        .isEqualTo(expected(values));
  }

  /** Schedules that differ only in what is not shown lie on one point. */
  @Test
  void countThePointsOfAParetoPlotByItsTwoMetrics() throws IOException {
    String definition =
        """
        schemaVersion: 1
        name: points
        accelerators: [flat-edge]
        workloads: [bert]
        models: [flat]
        strategies: [random]
        budgets: [50]
        """;
    String point = "[\"flat-edge\",\"bert\",\"flat\",\"all\",%s]";
    String points =
        Stream.of("1,2,3,4", "1,2,3,5", "2,1,3,5")
            .map(point::formatted)
            .collect(Collectors.joining(",", "\"points\":[", "]"));
    String page = report(definition).replaceFirst("\"points\":\\[\\[.*?]]", points);
    String script =
        """
        const f = report.figures.find((f) => f.spec.id === "pareto"), root = document.documentElement;
        const caption = (pair) => f.spec.caption({...f.state, pair});
        root.dataset.both = caption(["latency", "energy"]) + " " + caption(["latency", "footprint"]);
        root.dataset.one = caption(["traffic", "traffic"]).replace(/;.*/, "");
        """;

    assertThat(noted(browser.open(with(page, script))))
        .containsEntry("both", "2 distinct points. 3 distinct points.")
        .containsEntry("one", "1 distinct point");
  }

  @Test
  void haveAPowerOfTenWhereTheyAreSharesAndFactors() throws IOException {
    assertThat(
            written(new double[] {1e-9, 0.5, 1234, 6.05590388e27}, "factor(x) + ' ' + percent(x)"))
        .containsExactly("1e-9× <0.01%", "0.500× 50.0%", "1,234× 123,400%", "6.056e27× 6.056e29%");
  }

  @Test
  void areRoundedUpWhereTheyAreDistancesAtTheMost() throws IOException {
    double[] distances = {0.00009, 0.0001, 0.0123, 0.01231, 0.1234, 0.9999, 1.2341};

    assertThat(written(distances, "atMost(x)"))
        .containsExactly(
            "less than 0.01%",
            "at most 0.01%",
            "at most 1.23%",
            "at most 1.24%",
            "at most 12.4%",
            "at most 100%",
            "at most 124%");
  }

  @Test
  void haveLimitsOfAnyNumberOfThem() throws IOException {
    String many = "Array.from({length: 200000}, (none, k) => x + k)";

    assertThat(
            written(new double[] {7}, "smallest(%s) + ' to ' + largest(%s)".formatted(many, many)))
        .containsExactly("7 to 200006");
  }

  /** ECharts rounds the ticks of logarithmic axes to ten digits after the point. */
  @Test
  void areDrawnWhereTheyAreSmall() throws IOException {
    String report =
        report(
            """
            schemaVersion: 1
            name: small
            accelerators:
              - {name: flat-edge, set: {clockHz: 1e17Hz, onChipBytesPerSecond: 1e22B/s, dramReadBytesPerSecond: 1e22B/s}}
            workloads:
              - bert
              - {name: bert, set: {batch: 1, queryHeads: 1, keyValueHeads: 1, queryLength: 1, keyLength: 1}}
            models: [loopnest]
            strategies: [random]
            objectives: [latency, footprint]
            budgets: [50]
            """);
    String document = browser.open(report);

    assertThat(document)
        .containsPattern("<text[^>]*>100 as</text>|<text[^>]*>1e-16 s</text>")
        .doesNotContainPattern("<text[^>]*>0 s</text>");
  }

  /** The caption says that nothing fits where a line has no point. */
  @Test
  void haveAPointForEachValueOfASweepAlsoWhereNotAllAreLabelled() throws IOException {
    String cores = IntStream.rangeClosed(1, 60).boxed().toList().toString();
    String report =
        report(
            """
            schemaVersion: 1
            name: crowded
            accelerators: [flat-edge]
            workloads: [bert]
            sweeps: [cores: %s]
            models: [loopnest]
            strategies: [random]
            budgets: [200]
            """
                .formatted(cores));
    String document = browser.open(report);

    String figure = document.substring(document.indexOf("<figure id=\"sweep-cores\""));
    String circle = "<path d=\"M1 0A1 1 0 1 1 1 -0.0001\"";
    assertThat(figure.substring(0, figure.indexOf("</figure>")).split(circle, -1)).hasSize(61);
  }

  @Test
  void areNotDrawnWhereNothingFits() throws IOException {
    String report =
        report(
            """
            schemaVersion: 1
            name: none
            accelerators: [{name: flat-edge, set: {bufferBytes: 64B}}]
            workloads: [bert, xlm]
            models: [loopnest]
            strategies: [random, genetic]
            seeds: [1..5]
            budgets: [50]
            """);
    String document = browser.open(report);

    assertThat(document)
        .doesNotContainPattern("<path d=\"[^\"]*(Infinity|NaN)")
        .containsPattern("(?s)Convergence: median gap.*There is nothing to draw here\\.");
  }

  /** ECharts rounds the ends of logarithmic axes to as many digits as the data have. */
  @Test
  void areDrawnWhereOnlyQuartilesAreSmall() throws IOException {
    String report =
        report(
                """
                schemaVersion: 1
                name: quartiles
                accelerators: [flat-edge]
                workloads: [bert]
                models: [flat]
                strategies: [random, genetic]
                seeds: [1..5]
                budgets: [50]
                """)
            .replaceAll(
                "\"lower\":\\[.*?],\"median\":\\[.*?],\"upper\":\\[.*?]",
                "\"lower\":[0,0],\"median\":[0.5,0.25],\"upper\":[0.5,0.5]");
    String document = browser.open(report);

    assertThat(document)
        .contains("id=\"convergence\"")
        .containsPattern("<text[^>]*>≤0.0001%</text>")
        .doesNotContainPattern("(d|transform)=\"[^\"]*Infinity");
  }

  /** The clock of Windows takes what is shorter than 16 ms for no time; an axis has no 0. */
  @Test
  void areDrawnWhereRunsTookNoTime() throws IOException {
    String report =
        report(
                """
                schemaVersion: 1
                name: instant
                accelerators: [flat-edge]
                workloads: [bert]
                models: [flat]
                strategies: [random, genetic]
                seeds: [1..5]
                budgets: [50]
                """)
            .replaceFirst("(\"cpuSecondsPerEvaluation\":)[^,}]+", "$1 0")
            .replaceFirst("(\"cpuSeconds\":\\[\\[\\[)[^,]+", "$1 0");
    String script =
        """
        report.drawNow();
        const drawn = [];
        for (const id of ["convergence", "ecdf"]) {
          const f = report.figures.find((f) => f.spec.id === id);
          f.choose("cost", 1);
          f.chart.getZr().flush();
          const lines = [...f.node.querySelectorAll("svg path[stroke-width='2']")].map((p) => p.getAttribute("d"));
          drawn.push(lines.filter((d) => d.split("L").length > 3).length + (f.node.innerText.includes("left end") ? " noted" : ""));
        }
        document.documentElement.dataset.drawn = drawn.join("; ");
        """;

    String document = browser.open(with(report, script));

    assertThat(document).doesNotContainPattern("<path d=\"[^\"]*(Infinity|NaN)");
    assertThat(noted(document)).containsEntry("drawn", "2 noted; 2 noted");
  }

  /**
   * Where the reader points: ECharts shows items only where there are symbols, and warns of lines
   * without a level.
   */
  @Test
  void areShownWhereTheReaderPoints() throws IOException {
    String report =
        report(
            """
            schemaVersion: 1
            name: pointed
            accelerators: [flat-edge]
            workloads: [bert]
            sweeps: [{bufferBytes: [64KiB, 512KiB]}]
            models: [flat]
            strategies: [random, hill-climbing]
            seeds: [1..6]
            budgets: [300]
            """);
    String script =
        """
        report.drawNow();
        const tips = [];
        for (const id of ["convergence", "ecdf", "sweep-bufferBytes"]) {
          const f = report.figures.find((f) => f.spec.id === id), s = f.chart.getOption().series[0];
          const [x, y] = f.chart.convertToPixel({seriesIndex: 0}, s.data[1].value || s.data[1]);
          f.chart.dispatchAction({type: "showTip", x, y});
          f.chart.getZr().flush();
          const tip = [...f.body.children].find((e) => e.style.pointerEvents === "none");
          tips.push(id + ": " + (tip ? tip.innerText.replaceAll("\\n", ", ") : "nothing"));
        }
        document.documentElement.dataset.tips = tips.join("; ");
        """;
    String page = with(report, script);

    String document = browser.open(page);

    assertThat(noted(document).get("tips"))
        .matches(
            "convergence: .* evaluations?, random: .*; ecdf: Within .* evaluations?, random: .*%;"
                + " sweep-bufferBytes: .*")
        .doesNotContainPattern("\\b1 evaluations|Utilisation: .*Utilisation: ");
  }

  /** Powers of ten are no round numbers of KiB. */
  @Test
  void areRoundAtTheTicksOfBytes() throws IOException {
    String report =
        report(
            """
            schemaVersion: 1
            name: bytes
            accelerators: [flat-edge]
            workloads: [bert, xlm, trxl]
            sweeps: [{sequence: [512, 4096, 32768]}]
            models: [flat]
            strategies: [random]
            budgets: [100]
            """);
    String script =
        """
        report.drawNow();
        const f = report.figures.find((f) => f.spec.id === "by-workload"), texts = [];
        for (const field of ["traffic", "footprint"]) {
          f.choose("metric", f.spec.controls[0].options.indexOf(field));
          f.chart.getZr().flush();
          texts.push(...[...f.node.querySelectorAll("svg text")].map((t) => t.textContent).filter((t) => /B$/.test(t)));
        }
        document.documentElement.dataset.ticks = texts.join("; ");
        """;
    String page = with(report, script);

    String document = browser.open(page);

    assertThat(noted(document).get("ticks")).contains(";").matches("(\\d{1,4} [KMGT]?i?B(; )?)+");
  }

  /** As in the CSV table of runs. */
  @Test
  void areNoFormulasInCsv() throws IOException {
    String page =
        report(
            """
            schemaVersion: 1
            name: one
            accelerators: [flat-edge]
            workloads: [bert]
            strategies: [random]
            budgets: [10]
            """);
    String script =
        """
        const figure = report.figures[0];
        figure.spec.rows = () => [["=1+1", "@SUM(A1)", "b=1", -1]];
        document.documentElement.dataset.csv = figure.csv().trim();
        """;
    String document = browser.open(with(page, script));

    assertThat(noted(document)).containsEntry("csv", "'=1+1,'@SUM(A1),b=1,-1");
  }
}
