/**
 * Schedules as programs: one C file that computes attention with exactly the loop nest of the
 * schedule, checks itself against naive attention, and counts the words that move.
 *
 * <p>The file consists of three kinds of text: constants (workload, accelerator, tiles) from which
 * the compiler derives everything else, so that a tile can be edited in the file; the nest, which
 * {@link org.flatsearch.results.exchange.c.LoopNestCExporter} generates for each schedule; and the
 * fixed parts (moving tiles, softmax, the check), which are resources of this package.
 *
 * <p>Internal: programs get the classes of this format by its name, from {@code ScheduleExporters}
 * or {@code ScheduleImporters}.
 */
package org.flatsearch.results.exchange.c;
