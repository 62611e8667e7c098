/**
 * Reports that people want to look at: one HTML file an experiment, which holds all it needs, or
 * its tables as Markdown.
 *
 * <pre>{@code
 * String html = ReportPage.of(folder.header(), runs);
 * }</pre>
 *
 * <p>What there is to say is computed here: {@code BestRun} is the best run of each search for an
 * accelerator and a workload, {@code Gains} are the factors by which one search does better than
 * another, and a {@code Requirement} is what a search needs of a swept figure.
 *
 * <p>{@link org.flatsearch.experiments.report.BestSchedules} hands over what was found: the
 * schedule of each best run as a document that other commands read.
 *
 * <p>{@link org.flatsearch.experiments.report.ReportPage} puts style, script, Apache ECharts and
 * the data together. The data are one JSON document, {@code ReportDocument}; the page's script, in
 * the resources beside these classes, chooses and draws. {@link
 * org.flatsearch.experiments.report.SummaryText} writes the tables.
 */
package org.flatsearch.experiments.report;
