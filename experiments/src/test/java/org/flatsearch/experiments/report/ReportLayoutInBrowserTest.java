package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether all of a report can be read: in windows of any width, by keyboard, and by ear. */
@Execution(ExecutionMode.CONCURRENT)
class ReportLayoutInBrowserTest extends BrowserTest {
  private static final String LONG_NAMES =
      """
      schemaVersion: 1
      name: long
      accelerators: [flat-edge]
      workloads: [gpt-3-175b-decode, llama-3-70b-decode]
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
}
