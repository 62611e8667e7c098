/**
 * The command line, {@link org.flatsearch.experiments.FlatSearch}, and what it is made of:
 *
 * <ul>
 *   <li>{@code command} has a class for each command, {@code text} what they show;
 *   <li>{@code search} runs one search from end to end, {@code explain} says what a schedule's cost
 *       is made of;
 *   <li>{@code definition} reads experiments, {@code run} executes them, {@code compare} tests
 *       their strategies against each other, {@code report} and {@code table} write their results;
 *   <li>{@code catalogue} builds and checks the schedules that ship, {@code proofs} makes the
 *       tables of the guides.
 * </ul>
 *
 * <p>The command {@code search} goes from {@code command.SearchCommand} by way of {@code
 * search.PlannedSearch} to {@code org.flatsearch.search.Search}. Where a strategy's points are
 * rated is {@code org.flatsearch.search.space.AttentionProblem}; where a proof drops a box is
 * {@code org.flatsearch.search.strategy.exact}; where words are counted is the package of the
 * model, below {@code org.flatsearch.cost}.
 */
package org.flatsearch.experiments;
