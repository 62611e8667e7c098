/**
 * A schedule as tables, for spreadsheets and scripts: its loops, its tensors and its cost by the
 * model {@code loopnest}. Names and numbers contain no commas, so nothing needs quotes.
 *
 * <p>Internal: programs get the classes of this format by its name, from {@code ScheduleExporters}
 * or {@code ScheduleImporters}.
 */
package org.flatsearch.results.exchange.csv;
