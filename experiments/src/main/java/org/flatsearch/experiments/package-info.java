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
 *       tables of the guides.
 * </ul>
 *
 * <p>The command {@code search} goes from {@code command.SearchCommand} through {@code
 * search.PlannedSearch} to {@code org.flatsearch.search.Search}. {@code
 * org.flatsearch.search.space.AttentionProblem} rates a strategy's points, {@code
 * org.flatsearch.search.strategy.exact} prunes the boxes of a proof, and the package of the model,
 * below {@code org.flatsearch.cost}, counts words.
 *
 * <p>Internal: programs and scripts start {@code FlatSearch} with the arguments of the command
 * line.
 */
package org.flatsearch.experiments;
