/**
 * A schedule as tables, for spreadsheets and scripts: its loops, its tensors and its cost by the
 * model {@code loopnest}. Names and numbers contain no commas, so nothing needs quotes.
 */
package org.flatsearch.results.exchange.csv;
