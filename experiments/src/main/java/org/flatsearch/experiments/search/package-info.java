/**
 * Running one search of attention schedules from end to end: from a plan to a result document.
 *
 * <p>A {@link org.flatsearch.experiments.search.SearchPlan} says what is to be searched and how,
 * {@link org.flatsearch.experiments.search.PlannedSearch} runs it, {@link
 * org.flatsearch.experiments.search.ScheduleReplay} has another model check the best schedules,
 * {@link org.flatsearch.experiments.search.ScheduleRefinement} goes on from them under it, and
 * {@link org.flatsearch.experiments.search.WhatIfStudy} runs it again on changed accelerators.
 * Nothing here knows of command lines.
 */
package org.flatsearch.experiments.search;
