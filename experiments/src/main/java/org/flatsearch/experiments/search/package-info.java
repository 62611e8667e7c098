/**
 * Running one search of attention schedules from end to end: from a plan to a result document.
 *
 * <p>A {@link org.flatsearch.experiments.search.SearchPlan} says what is to be searched and how,
 * {@link org.flatsearch.experiments.search.PlannedSearch} runs it, {@link
 * org.flatsearch.experiments.search.ScheduleReplay} has another model check the best schedules
 * ({@code BestPoints} remembers them), {@link org.flatsearch.experiments.search.ScheduleRefinement}
 * goes on from them under it, and {@link org.flatsearch.experiments.search.WhatIfStudy} runs it
 * again on changed accelerators, each of which may take over what was found for the others ({@link
 * org.flatsearch.experiments.search.SharedSchedules}). Nothing here knows of command lines.
 *
 * <p>{@link org.flatsearch.experiments.search.AcceleratorName} and {@link
 * org.flatsearch.experiments.search.WorkloadName} have the rules by which what was changed is
 * called, and found again; {@link org.flatsearch.experiments.search.CostMetrics} reads metrics off
 * a cost.
 */
package org.flatsearch.experiments.search;
