/**
 * The command line, {@link org.flatsearch.experiments.FlatSearch}, and the packages that it is made
 * of:
 *
 * <ul>
 *   <li>{@code command} has a class for each command, {@code text} the texts that they show;
 *   <li>{@code search} runs one search from end to end, {@code explain} breaks a schedule's cost
 *       down;
 *   <li>{@code definition} reads experiments, {@code run} executes them, {@code record} is what
 *       their runs found, {@code compare} tests their strategies against each other, {@code report}
 *       and {@code table} write their results;
 *   <li>{@code catalogue} builds and checks the schedules that ship, {@code proofs} makes the
 *       tables of the guides, {@code silicon} holds models against measured kernels, {@code tiles}
 *       writes the tables that kernels read.
 * </ul>
 *
 * <p>Who follows one search from the command line to the cost of a decision vector passes these
 * classes, in this order: {@code FlatSearch}, {@code SearchCommand}, {@code SearchOptions}, {@code
 * SearchPlan}, {@code PlannedProblem}, {@code Spaces}, {@code PlannedSearch}, {@code Search}, the
 * strategy, {@code SearchRun}, {@code AttentionProblem}, the space, which decodes the vector, and
 * the model, such as {@code LoopNestModel} with its evaluator. {@code
 * org.flatsearch.search.strategy.exact} prunes the boxes of a proof.
 *
 * <p>Internal: programs and scripts start {@code FlatSearch} with the arguments of the command
 * line.
 */
package org.flatsearch.experiments;
