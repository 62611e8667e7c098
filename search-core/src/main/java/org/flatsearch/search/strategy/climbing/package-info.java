/**
 * Climbing by random changes, which other strategies build on: {@code hill-climbing} climbs and
 * does nothing else, {@code auto} climbs before it proves, and proofs that take long anneal
 * meanwhile.
 *
 * <p>{@link org.flatsearch.search.strategy.climbing.Climbing} changes points and begins climbs. Its
 * {@code Acceptance} decides which changes are kept and when a climb ends: {@code Lookback} climbs
 * greedily or late, {@code Cooling} anneals. Another way to climb is another {@code Acceptance}.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.search.strategy.climbing;
