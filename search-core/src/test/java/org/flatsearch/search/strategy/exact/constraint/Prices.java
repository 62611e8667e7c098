package org.flatsearch.search.strategy.exact.constraint;

/**
 * The weights of the minimised cost, a sum over moved words.
 *
 * @param dramWord the price of a word read from or written to DRAM
 * @param onChipRead the price of a word read from a buffer
 * @param onChipWrite the price of a word written to a buffer
 */
record Prices(int dramWord, int onChipRead, int onChipWrite) {}
