package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
  void areThoseOfTheTerminalFromPicosecondsToDays() throws IOException {
    double[] values =
        IntStream.rangeClosed(-12, 13)
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
