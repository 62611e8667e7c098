package org.flatsearch.experiments.explain;

import org.flatsearch.results.RatedSchedule;

/**
 * A schedule that differs in one choice.
 *
 * @param change what is different, in words
 * @param rated the changed schedule and its cost
 */
public record Alternative(String change, RatedSchedule rated) {}
