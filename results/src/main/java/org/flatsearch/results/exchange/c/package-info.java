/**
 * Schedules as programs: one C file that computes attention with exactly the loop nest of the
 * schedule, checks itself against naive attention, and counts the words that move.
 *
 * <p>The file is made of three kinds of text: constants (workload, accelerator, tiles) from which
 * the compiler derives everything else, so that a tile can be edited in the file; the nest, which
 * {@link org.flatsearch.results.exchange.c.LoopNestCExporter} writes for each schedule anew; and
 * the fixed parts (moving tiles, softmax, the check), which are resources beside the classes.
 */
package org.flatsearch.results.exchange.c;
