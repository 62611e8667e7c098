/**
 * Reports for people: one self-contained HTML file for each experiment, or its tables as Markdown.
 *
 * <pre>{@code
 * String html = ReportPage.of(folder.header(), runs);
 * }</pre>
 *
 * <p>The contents are computed here: {@code BestRun} is the best run of each search for an
 * accelerator and a workload, {@code Gains} are the factors by which one search does better than
 * another, and a {@code Requirement} is how much of a swept figure a search needs.
 *
 * <p>{@link org.flatsearch.experiments.report.BestSchedules} writes the schedule of each best run
 * as a document that other commands read.
 *
 * <p>{@link org.flatsearch.experiments.report.ReportPage} combines style, script, Apache ECharts
 * and the data. The data are one JSON document, {@code ReportDocument}; the page's script, a
 * resource of this package, selects and draws them. {@link
 * org.flatsearch.experiments.report.SummaryText} writes the tables.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.report;
