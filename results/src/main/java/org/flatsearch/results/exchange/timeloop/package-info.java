/**
 * Timeloop, in the form that its C++ programs read (version 0.4).
 *
 * <p>Timeloop knows one matrix product a problem, so an export has two problems with a mapping each
 * and one architecture: {@code timeloop-model arch.yaml logit.prob.yaml logit.map.yaml}, and the
 * same for {@code attend}. Dimensions are I instances, P rows, M keys, E query dim, F value dim.
 * Factors and permutations are strings, the innermost loop first; a permutation that is a list
 * would be accepted and ignored. Every dimension stands in every directive.
 *
 * <p>Below the buffer each PE has a register for each operand, so that what is stationary in the
 * array is read once. Ragged tiles are exact in Timeloop's traffic and padded in its cycles.
 */
package org.flatsearch.results.exchange.timeloop;
