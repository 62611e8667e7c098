/**
 * Comparing strategies fairly: same problems, same budgets, many seeds, known optima.
 *
 * <p>{@link org.flatsearch.experiments.compare.StrategyComparison} follows the anytime protocol:
 * how many evaluations it takes to reach targets near the {@link
 * org.flatsearch.experiments.compare.Reference} of each problem, which is its proven optimum where
 * there is one. {@link org.flatsearch.experiments.compare.Targets} has success rates and expected
 * running times, {@link org.flatsearch.experiments.compare.Ecdf} their distribution. {@link
 * org.flatsearch.experiments.compare.PairwiseTest} says which differences are more than luck: in a
 * problem by the Mann-Whitney U test, over all problems by Wilcoxon's signed-rank test.
 *
 * <p>A <em>problem</em> here is what runs share that seek the same optimum: accelerator, workload,
 * model, space, restrictions, objective. Gaps are of the first objective.
 */
package org.flatsearch.experiments.compare;
