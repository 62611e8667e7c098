/**
 * What a schedule costs: the interface of cost models, and the figures that they fill in.
 *
 * <pre>{@code
 * schedule.requireFits(workload);
 * ScheduleEvaluator evaluator =
 *     CostModels.named("loopnest").bind(accelerator, workload);
 * LoopNest nest = new LoopNest();
 * nest.set(schedule);
 * CostSheet sheet = new CostSheet();
 * evaluator.evaluate(nest, sheet);
 * System.out.println(Cost.of(sheet).latencySeconds());
 * }</pre>
 *
 * <p>A {@link org.flatsearch.cost.CostModel} is bound to an accelerator and a workload; the {@link
 * org.flatsearch.cost.ScheduleEvaluator} that this returns fills a {@link
 * org.flatsearch.cost.CostSheet} for one nest after another. {@link org.flatsearch.cost.Cost} is
 * the sheet as an immutable value that can be kept.
 *
 * <p>An evaluator checks nothing, since a search calls it millions of times: of tiles that exceed
 * the workload, or of a nest that it would refuse, it gives figures without meaning. For a single
 * schedule, {@code org.flatsearch.results.RatedSchedule.of} checks all that, and the figures.
 *
 * <p>The three models that ship are in the packages below: {@code loopnest}, {@code walk} and
 * {@code flat}. To write your own model: {@code org.flatsearch.schedule} has the nest ({@code
 * LoopNest}), the extents of its dimensions ({@code Extents}) and which of them index a tensor
 * ({@code Tensor}); {@code org.flatsearch.plugin} says how a jar adds the model.
 *
 * <p>API for programs and plug-ins, except {@code CountLimit}, which is internal.
 */
package org.flatsearch.cost;
