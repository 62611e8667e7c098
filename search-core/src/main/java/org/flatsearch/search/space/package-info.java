/**
 * Attention as a search problem: from integers to schedules and back.
 *
 * <p>A {@link org.flatsearch.search.space.ScheduleSpace} defines the decisions for one accelerator
 * and one workload, and the loop nest that a vector of them stands for. An {@link
 * org.flatsearch.search.space.AttentionProblem} combines a space with a cost model. A strategy sees
 * only that, as a {@link org.flatsearch.search.SearchProblem}.
 *
 * <pre>{@code
 * ScheduleSpace space = FlatFullSpace.of(accelerator, workload);
 * AttentionProblem problem = AttentionProblem.of(new FlatModel(), space, accelerator, workload);
 * SearchResult result = Search.of(problem, strategy).run();
 * AttentionSchedule schedule = problem.schedule(result.best()); // if result.isFeasible()
 * }</pre>
 *
 * <p>Restrictions apply to both space and problem: the space offers the tile sizes that can matter
 * under them, and the problem leaves out the others. A proof then covers every tile size that the
 * restrictions allow:
 *
 * <pre>{@code
 * List<Restriction> rules = List.of(Restriction.parse("row.tile%16==0"));
 * AttentionProblem problem =
 *     Spaces.problem(model, Spaces.DEFAULT, accelerator, workload, new AllowedTiles(rules));
 * RestrictedProblem restricted = RestrictedProblem.of(problem, rules);
 * SearchResult result = Search.of(restricted, strategy).run();
 * AttentionSchedule schedule = problem.schedule(restricted.toOriginal(result.best()));
 * }</pre>
 *
 * <p>{@link org.flatsearch.search.space.Spaces} finds the spaces on the class path by name: those
 * of model {@code flat} are in package {@code flat}, those of {@code loopnest} in package {@code
 * loopnest}.
 *
 * <p>API for programs and plug-ins.
 */
package org.flatsearch.search.space;
