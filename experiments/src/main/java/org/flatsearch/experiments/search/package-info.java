/**
 * Runs one search for attention schedules from end to end: from a plan to a result document.
 *
 * <p>A {@link org.flatsearch.experiments.search.SearchPlan} says what is to be searched and how,
 * {@link org.flatsearch.experiments.search.PlannedSearch} runs it, {@link
 * org.flatsearch.experiments.search.ScheduleReplay} has another model replay the schedule ({@link
 * org.flatsearch.experiments.search.ReplayRounding} is what of a replay's distance from a bound
 * comes from rounding), {@link org.flatsearch.experiments.search.ScheduleRefinement} refines them
 * by that model ({@code ReplayedProblem} is what it searches, {@code GoodStarts} finds where to
 * begin besides), and {@link org.flatsearch.experiments.search.WhatIfStudy} repeats the search on
 * changed accelerators. Nothing here knows of command lines.
 *
 * <p>{@link org.flatsearch.experiments.search.AcceleratorName} and {@link
 * org.flatsearch.experiments.search.WorkloadName} name changed accelerators and workloads, and find
 * them again by name; {@link org.flatsearch.experiments.search.SpaceDocument} lists what a search
 * chooses from; {@link org.flatsearch.experiments.search.CostMetrics} reads metrics from a cost.
 *
 * <p>API for programs: {@code SearchPlan}, {@code PlannedSearch}, {@code ScheduleReplay}, {@code
 * ScheduleRefinement} and {@code WhatIfStudy}; the rest is internal.
 */
package org.flatsearch.experiments.search;
