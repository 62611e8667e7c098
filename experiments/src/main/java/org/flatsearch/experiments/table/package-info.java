/**
 * Tables: {@link org.flatsearch.experiments.table.LayerTable} reads those with a layer in each row.
 *
 * <p>Results of experiments as files for other tools: {@link
 * org.flatsearch.experiments.table.RunsTable} as a tidy CSV table, {@link
 * org.flatsearch.experiments.table.IohProfilerFiles} as traces for IOHanalyzer. {@link
 * org.flatsearch.experiments.table.FileNames} turns names into file names.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.table;
