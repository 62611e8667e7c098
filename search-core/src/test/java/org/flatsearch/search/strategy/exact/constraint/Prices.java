package org.flatsearch.search.strategy.exact.constraint;

/**
 * What is minimised: a weighted sum of moved words.
 *
 * @param dramWord of a word read from or written to DRAM
 * @param onChipRead of a word read from a buffer
 * @param onChipWrite of a word written to a buffer
 */
record Prices(int dramWord, int onChipRead, int onChipWrite) {}
