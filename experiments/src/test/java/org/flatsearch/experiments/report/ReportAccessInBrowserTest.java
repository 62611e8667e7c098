package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether a report can be read on paper, magnified, with a keyboard alone, by ear, and by those who
 * see little contrast.
 */
class ReportAccessInBrowserTest extends BrowserTest {
  private static final String MANY_ROWS =
      """
      schemaVersion: 1
      name: rows
      accelerators: [flat-edge, nvdla]
      workloads: [bert, xlm]
      sweeps: [{sequence: [512, 1024, 2048, 4096, 8192, 16384, 32768]}]
      models: [flat]
      strategies: [random, genetic]
      seeds: [1..2]
      budgets: [50]
      """;

  /** Paper does not scroll: what is higher than its box is printed over what follows. */
  @Test
  void printsLongTablesInFull() throws IOException {
    String script =
        """
        report.drawNow();
        for (const rule of document.styleSheets[0].cssRules)
          if (rule.media && rule.media.mediaText === "print") rule.media.mediaText = "all";
        const figures = [...document.querySelectorAll("figure")].filter((f) => f.querySelector("table"));
        document.documentElement.dataset.problems = figures.filter((f) =>
          f.querySelector("table").getBoundingClientRect().bottom > f.querySelector("figcaption").getBoundingClientRect().top)
          .map((f) => f.id).join("; ");
        document.documentElement.dataset.rows = document.querySelectorAll("#results tbody tr").length;
        """;
    assertThat(noted(browser.open(with(report(MANY_ROWS), script))))
        .containsEntry("rows", "28")
        .containsEntry("problems", "");
  }

  /** Paper has no further pages of a legend. */
  @Test
  void printsWholeLegends() throws IOException {
    String strategies =
        "[random, tabu, {name: late-acceptance, parameters: {history: 50}}, hill-climbing,"
            + " {name: late-acceptance, parameters: {history: 100}}, genetic, annealing, cma-es]";
    String report = report(MANY_ROWS.replace("[random, genetic]", strategies));
    String script =
        """
        report.drawNow();
        const root = document.documentElement, f = report.figures.find((f) => f.spec.id === "ecdf");
        const look = () => JSON.stringify([f.body.style.height, ["type", "width", "itemGap", "textStyle"].map((k) => f.chart.getOption().legend[0][k]), f.chart.getOption().grid]);
        f.chart.dispatchAction({type: "legendUnSelect", name: "tabu"});
        const before = look();
        dispatchEvent(new Event("beforeprint"));
        f.chart.getZr().flush();
        const svg = f.node.querySelector("svg").getBoundingClientRect(), texts = [...f.node.querySelectorAll("svg text")];
        const box = (text) => texts.find((t) => t.textContent === text).getBoundingClientRect();
        root.dataset.names = f.spec.option(f.state).series.map((s) => s.name).filter((n) => box(n).right <= svg.right).length;
        root.dataset.above = box("cma-es").bottom < box("Fraction reached").top;
        root.dataset.body = f.body.clientHeight >= svg.height;
        dispatchEvent(new Event("afterprint"));
        root.dataset.restored = look() === before && f.chart.getOption().legend[0].selected.tabu === false;
        """;
    assertThat(noted(browser.open(with(report, script))))
        .containsEntry("names", "8")
        .containsEntry("above", "true")
        .containsEntry("body", "true")
        .containsEntry("restored", "true");
  }

  /** In a narrow window, or a magnified one, the contents take several lines. */
  @ParameterizedTest
  @ValueSource(ints = {500, 640, 900, 1280})
  void showsWhatTheContentsLeadTo(int width) throws IOException {
    String script =
        """
        report.drawNow();
        document.documentElement.style.scrollBehavior = "auto";
        const problems = [], nav = document.querySelector("nav");
        document.body.style.paddingBottom = "9000px";
        for (const a of nav.querySelectorAll("a")) {
          document.querySelector(a.getAttribute("href")).scrollIntoView();
          const box = nav.getBoundingClientRect(), heading = document.querySelector(a.getAttribute("href") + " h2").getBoundingClientRect();
          if (box.bottom > heading.top && box.top < heading.bottom) problems.push(a.textContent + " " + box.bottom + " " + heading.top);
        }
        document.documentElement.dataset.width = innerWidth;
        document.documentElement.dataset.problems = problems.join("; ");
        """;
    assertThat(noted(browser.open(with(report(MANY_ROWS), script), width)))
        .containsEntry("width", String.valueOf(width))
        .containsEntry("problems", "");
  }

  /** Browsers open no window that narrow, but frames. */
  @Test
  void leavesRoomForTextBesideNamesInTheNarrowestWindow() throws IOException {
    String report =
        report(
            """
            schemaVersion: 1
            name: published
            accelerators: [flat-edge]
            workloads: [bert]
            models: [flat]
            searches: [{name: one, strategies: [genetic]}, {name: other, strategies: [random]}]
            budgets: [50]
            comparisons:
              - {name: one by the other, of: one, against: other, metric: latency,
                 published: [{accelerator: flat-edge, value: 1.0, origin: a book, note: it differs for several reasons that take some lines}]}
            """);
    String script =
        """
        report.drawNow();
        const row = document.querySelector("#gains tbody tr"), box = row.closest(".scroll");
        const root = parent.document.documentElement, width = (e) => e.getBoundingClientRect().width;
        root.dataset.width = innerWidth;
        root.dataset.fits = width(row.querySelector(".claims")) + width(row.firstChild) <= box.clientWidth;
        """;
    String frame = with(report, script).replace("&", "&amp;").replace("\"", "&quot;");
    String page =
        "<!DOCTYPE html><html><head></head><body><iframe width=\"320\" height=\"900\""
            + " frameborder=\"0\" srcdoc=\"%s\"></iframe></body></html>".formatted(frame);
    assertThat(noted(browser.open(page)))
        .containsEntry("width", "320")
        .containsEntry("fits", "true");
  }

  /** Not every browser lets the keyboard reach what scrolls. */
  @Test
  void scrollsByKeyboardWhatScrolls() throws IOException {
    String script =
        """
        report.drawNow();
        const scrolls = (e) => e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight;
        const boxes = [...document.querySelectorAll(".scroll, pre")];
        document.documentElement.dataset.scrolling = boxes.filter(scrolls).length > 1;
        document.documentElement.dataset.problems = boxes.filter((e) =>
          scrolls(e) && !(e.tabIndex === 0 && e.getAttribute("aria-label"))).map((e) => e.tagName + " of " + e.closest("[id]").id).join("; ");
        """;
    assertThat(noted(browser.open(with(report(MANY_ROWS), script), 480)))
        .containsEntry("scrolling", "true")
        .containsEntry("problems", "");
  }

  @Test
  void namesTheRowsOfTables() throws IOException {
    String script =
        """
        report.drawNow();
        const cells = [...document.querySelectorAll("#results tbody tr:last-child > *")];
        document.documentElement.dataset.cells = cells.map((c) => c.tagName + " " + c.scope).slice(0, 3).join("; ");
        document.documentElement.dataset.problems =
          [...document.querySelectorAll("tbody td:first-child, th:empty, th:not([scope])")].map((c) => c.closest("figure").id).join("; ");
        """;
    assertThat(noted(browser.open(with(report(MANY_ROWS), script))))
        .containsEntry("cells", "TH row; TH row; TD ")
        .containsEntry("problems", "");
  }

  /** By the contrast that WCAG 2 asks for of graphics, on a dark screen. */
  @Test
  void hasSeriesThatStandOutOfTheDark() throws IOException {
    String script =
        """
        report.drawNow();
        const paper = getComputedStyle(document.querySelector("figure")).backgroundColor.match(/\\d+/g).map(Number);
        const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
        canvas.filter = getComputedStyle(document.querySelector(".plot")).filter;
        const light = (rgb) => {
          const [r, g, b] = [...rgb].map((v) => v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
          return 0.05 + 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const chart = report.figures.find((f) => f.spec.id === "convergence").chart, seen = [];
        for (const colour of chart.getOption().color) {
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 9, 9);
          const drawn = canvas.getImageData(4, 4, 1, 1).data.slice(0, 3);
          const contrast = light(drawn) / light(paper);
          if (contrast < 3) seen.push(colour + " " + contrast.toFixed(2));
        }
        document.documentElement.dataset.dark = light(paper) < 0.1;
        document.documentElement.dataset.problems = seen.join("; ");
        """;
    assertThat(noted(browser.open(with(report(MANY_ROWS), script), true)))
        .containsEntry("dark", "true")
        .containsEntry("problems", "");
  }
}
