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
 * <p>The spaces of model {@code flat} are {@link org.flatsearch.search.space.FlatPublishedSpace},
 * the 256 points that FLAT searched, in its order, and {@link
 * org.flatsearch.search.space.FlatFullSpace}, everything that the model accepts and that can
 * matter. A space leaves out only what another of its points beats or equals in every metric; its
 * class comment proves that, and tests compare it with brute force over every integer tile.
 */
package org.flatsearch.search.space;
