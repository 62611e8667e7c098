package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A report of many targets, in a browser. */
class LargeReportInBrowserTest extends BrowserTest {
  private static final int TARGETS = 200;

  /**
   * 200 accelerators of two kinds, which differ in figures that are not swept, with one workload.
   */
  private static final String MANY_TARGETS =
      """
      schemaVersion: 1
      name: targets
      accelerators: [flat-edge, flat-cloud]
      workloads: [bert]
      sweeps:
        - {bufferBytes: [1MiB, 2MiB, 3MiB, 4MiB, 5MiB, 6MiB, 7MiB, 8MiB, 9MiB, 10MiB]}
        - {lanes: [16, 32, 64, 128, 256]}
        - {clockHz: [100MHz, 200MHz]}
      models: [flat]
      strategies: [random]
      budgets: [5]
      """;

  /** Asking all schedules for each one keeps the reader of a thousand waiting for minutes. */
  @Test
  void looksAtEachSweptFigureAFewTimes() throws IOException {
    // Counts how often a figure of an accelerator is read while the page is built.
    String counting =
        """
        let figuresRead = 0;
        DATA.accelerators.forEach((a) => {
          a.figures = new Proxy(a.figures, {get: (of, name) => { figuresRead++; return of[name]; }});
        });
        """;
    String page = report(MANY_TARGETS);
    String labelled = "\nlabelled();\n";
    String drawn = "\ndrawAll();\n";
    assertThat(page).containsOnlyOnce(labelled).containsOnlyOnce(drawn);
    String counted =
        page.replace(labelled, "\n" + counting + labelled)
            .replace(
                drawn, "\ndocument.documentElement.dataset.figuresRead = figuresRead;" + drawn);

    String document = browser.openByRealTime(counted);

    int read = Integer.parseInt(noted(document).get("figures-read"));
    assertThat(read).isBetween(TARGETS, 2_000 * TARGETS);
  }
}
