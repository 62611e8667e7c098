/**
 * Attention as a search problem: from integers to schedules and back.
 *
 * <p>A {@link org.flatsearch.search.space.ScheduleSpace} says which decisions there are for one
 * accelerator and one workload, and which loop nest a vector of them stands for. An {@link
 * org.flatsearch.search.space.AttentionProblem} joins a space with a cost model; that is all that a
 * strategy gets to see, as a {@link org.flatsearch.search.SearchProblem}.
 *
 * <pre>{@code
 * ScheduleSpace space = FlatFullSpace.of(accelerator, workload);
 * AttentionProblem problem = AttentionProblem.of(new FlatModel(), space, accelerator, workload);
 * SearchResult result = Search.of(problem, strategy).run();
 * AttentionSchedule schedule = problem.schedule(result.best());
 * }</pre>
 *
 * <p>{@link org.flatsearch.search.space.Spaces} finds the spaces on the class path by name: those
 * of model {@code flat} are in package {@code flat}, those of {@code loopnest} in package {@code
 * loopnest}.
 */
package org.flatsearch.search.space;
