/**
 * Timeloop, in the format that its C++ programs read (version 0.4).
 *
 * <p>A Timeloop problem is one matrix product, so an export has two problems, each with a mapping,
 * and one architecture: {@code timeloop-model arch.yaml logit.prob.yaml logit.map.yaml}, and the
 * same for {@code attend}. Dimensions are I instances, P rows, M keys, E query dim, F value dim.
 * Factors and permutations are strings, the innermost loop first; Timeloop would accept a list as a
 * permutation and ignore it. Every directive names every dimension.
 *
 * <p>Below the buffer each PE has a register for each operand, so that a stationary operand is read
 * once. Timeloop pads ragged tiles in its cycles and, from three trips on, in its traffic. Logits
 * of fused schedules bypass DRAM in both problems; each has constraints for {@code
 * timeloop-mapper}.
 *
 * <p>Internal: programs get the classes of this format by its name, from {@code ScheduleExporters}
 * or {@code ScheduleImporters}.
 */
package org.flatsearch.results.exchange.timeloop;
