/**
 * Reports that people want to look at: one HTML file an experiment, which holds all it needs.
 *
 * <pre>{@code
 * String html = ReportPage.of(folder.header(), runs);
 * }</pre>
 *
 * <p>{@link org.flatsearch.experiments.report.ReportPage} puts style, script, Apache ECharts and
 * the data together. What the page shows is computed here and handed over as one JSON document; its
 * script, in the resources beside these classes, chooses and draws.
 */
package org.flatsearch.experiments.report;
