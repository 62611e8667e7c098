package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether all of a report can be read: in windows of any width, on paper, and by ear. */
class ReportLayoutInBrowserTest extends BrowserTest {
  private static final String LONG_NAMES =
      """
      schemaVersion: 1
      name: long
      accelerators: [flat-edge]
      workloads: [deepseek-v3-decode, llama-3-8b-prefill]
      sweeps: [{keyLength: [512, 4096]}, {batch: [1, 64]}]
      models: [flat]
      strategies:
        - {name: genetic, parameters: {population: 50, crossover: 0.8, mutation: 0.2}}
        - {name: genetic, parameters: {population: 100, crossover: 0.9, mutation: 0.1}}
        - {name: late-acceptance, parameters: {history: 200, patience: 1000}}
        - hill-climbing
      seeds: [1..5]
      budgets: [60]
      """;

  /** Notes the labels of plots that are cut off or drawn over each other. */
  private static final String CROWDED =
      """
      report.drawNow();
      const problems = [];
      for (const f of report.figures.filter((f) => f.chart)) {
        const svg = f.node.querySelector("svg").getBoundingClientRect();
        // Above are legends, which are turned by pages.
        const texts = [...f.node.querySelectorAll("svg text")].filter((t) => t.getBoundingClientRect().top > svg.top + 28);
        const boxes = texts.map((t) => t.getBoundingClientRect());
        boxes.forEach((a, i) => {
          if (a.left < svg.left || a.right > svg.right || a.bottom > svg.bottom) problems.push(f.spec.id + " cuts " + texts[i].textContent);
          boxes.slice(0, i).forEach((b, j) => {
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0)
              problems.push(f.spec.id + " draws " + texts[i].textContent + " over " + texts[j].textContent);
          });
        });
      }
      document.documentElement.dataset.problems = problems.join("; ");
      """;

  /** The names along an axis, of strategies with parameters and of workloads, can be long. */
  @ParameterizedTest
  @ValueSource(ints = {480, 1280})
  void cutsNoLabelOffAndDrawsNoneOverAnother(int width) throws IOException {
    String page = with(report(LONG_NAMES), CROWDED);

    String document = browser.open(page, width);

    assertThat(document).contains("<figure id=\"final-gaps\"", "<figure id=\"by-workload\"");
    assertThat(noted(document)).containsEntry("problems", "");
  }

  /** Both axes of a front have a label at their beginning, in the corner. */
  @Test
  void keepsTheFirstLabelsOfTheAxesApart() throws IOException {
    String front =
        """
        schemaVersion: 1
        name: front
        accelerators: [flat-edge]
        workloads: [bert]
        models: [loopnest]
        strategies: [nsga2]
        objectives: [[latency, energy]]
        budgets: [3000]
        """;

    String document = browser.open(with(report(front), CROWDED), 1280);

    assertThat(document).contains("<figure id=\"pareto\"");
    assertThat(noted(document)).containsEntry("problems", "");
  }

  /** A name without spaces breaks anywhere, and stays in view while its table is scrolled. */
  @Test
  void leavesRoomBesideLongNames() throws IOException {
    String longest = "a-plug-in_with.a+name_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on";
    String report = report(LONG_NAMES).replace("hill-climbing", longest);
    String script =
        """
        report.drawNow();
        const problems = [], find = (id) => report.figures.find((f) => f.spec.id === id);
        const chart = find("final-gaps").chart, grid = chart.getModel().getComponent("grid");
        if (grid.coordinateSystem.getRect().width < 0.4 * chart.getWidth()) problems.push("final-gaps");
        for (const id of ["performance", "pairs"]) {
          const scroll = find(id).node.querySelector(".scroll");
          scroll.scrollLeft = 60;
          const table = scroll.getBoundingClientRect();
          for (const cell of scroll.querySelectorAll("tbody th:first-child")) {
            const name = cell.getBoundingClientRect();
            if (name.width > table.width / 2 || name.left < table.left - 1) problems.push(id + " " + cell.textContent);
          }
        }
        document.documentElement.dataset.problems = problems.join("; ");
        """;
    String page = with(report, script);

    String document = browser.open(page, 480);

    assertThat(document).contains(longest);
    assertThat(noted(document)).containsEntry("problems", "");
  }

  /** Not in tables and captions, and not when its tooltips are shown. */
  @Test
  void isNoWiderThanItsWindow() throws IOException {
    String longest =
        "of_a_name_that_has_a_hundred_letters_as_names_may_have_and_breaks_nowhere_".repeat(2);
    String report = report(LONG_NAMES).replace("flat-edge", longest).replace("deepseek", longest);
    String script =
        """
        report.drawNow();
        const problems = [];
        const note = (what) => { if (document.documentElement.scrollWidth > innerWidth) problems.push(what); };
        note("page");
        for (const f of report.figures.filter((f) => f.chart)) {
          f.chart.getOption().series.forEach((s, k) => {
            f.chart.dispatchAction({type: "showTip", seriesIndex: k, dataIndex: s.data.length - 1});
            note("tooltip of " + f.spec.id);
          });
          f.chart.dispatchAction({type: "hideTip"});
          const grid = f.chart.getModel().getComponent("grid");
          if (grid.coordinateSystem.getRect().width < 0.3 * f.chart.getWidth()) problems.push("grid of " + f.spec.id);
        }
        for (const cell of document.querySelectorAll("tbody .left")) {
          if (cell.getBoundingClientRect().width > 400) problems.push("cell " + cell.textContent);
        }
        document.documentElement.dataset.problems = [...new Set(problems)].join("; ");
        """;
    String page = with(report, script);

    String document = browser.open(page, 480);

    assertThat(noted(document)).containsEntry("problems", "");
  }

  @Test
  void saysWhatPlotsAndHeadersAreToThoseWhoCannotSeeThem() throws IOException {
    String page = report(LONG_NAMES);

    String document = browser.open(page);

    assertThat(document)
        .contains("role=\"img\" aria-label=\"Roofline with the best schedules\"")
        .contains("<figure id=\"roofline\" aria-label=\"Roofline with the best schedules\"")
        .contains("aria-label=\"CSV of Roofline with the best schedules\"")
        .contains("scope=\"col\"")
        .doesNotContainPattern("<th(?![^>]* scope=\"(col|row)\")[ >]");
  }

  /** All text outside of plots, by the contrast that WCAG 2 asks for. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hasTextThatStandsOut(boolean dark) throws IOException {
    String script =
        """
        report.drawNow();
        const parts = (colour) => { const m = colour.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
        const over = (a, b) => [0, 1, 2].map((k) => a[k] * a[3] + b[k] * (1 - a[3]));
        const behind = (e) => e ? over(parts(getComputedStyle(e).backgroundColor), behind(e.parentElement)) : [255, 255, 255];
        const light = (rgb) => {
          const [r, g, b] = rgb.map((v) => v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
          return 0.05 + 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const problems = new Set();
        for (const e of document.querySelectorAll("body *")) {
          if (e.closest(".plot, script") || ![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
          const ground = behind(e), a = light(ground), b = light(over(parts(getComputedStyle(e).color), ground));
          if (Math.max(a, b) / Math.min(a, b) < 4.5) problems.add(e.tagName + "." + e.className + " " + e.textContent);
        }
        const root = document.documentElement;
        root.dataset.problems = [...problems].join("; ");
        root.dataset.dark = light(behind(document.body)) < 0.1;
        root.dataset.inverted = getComputedStyle(document.querySelector(".plot")).filter !== "none";
        """;
    String page = with(report(LONG_NAMES), script);

    String document = browser.open(page, dark);

    assertThat(noted(document))
        .containsEntry("problems", "")
        .containsEntry("dark", String.valueOf(dark))
        .containsEntry("inverted", String.valueOf(dark));
  }

  /** Before it is printed, a page has the size of its window still. */
  @Test
  void printsPlotsInTheSizeOfPaper() throws IOException {
    String script =
        """
        report.drawNow();
        const plots = report.figures.filter((f) => f.chart);
        const fits = (width) => plots.every((f) => f.node.querySelector("svg").clientWidth === width(f));
        const root = document.documentElement;
        dispatchEvent(new Event("beforeprint"));
        root.dataset.onPaper = fits(() => 660);
        dispatchEvent(new Event("afterprint"));
        root.dataset.onScreen = fits((f) => f.body.clientWidth);
        """;
    String page = with(report(LONG_NAMES), script);

    String document = browser.open(page, 1280);

    assertThat(noted(document))
        .containsEntry("on-paper", "true")
        .containsEntry("on-screen", "true");
  }
}
