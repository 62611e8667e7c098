package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

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
