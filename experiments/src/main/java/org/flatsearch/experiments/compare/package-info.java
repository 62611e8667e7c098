/**
 * Comparing strategies fairly: same problems, same budgets, many seeds, known optima.
 *
 * <p>{@link org.flatsearch.experiments.compare.StrategyComparison} follows the anytime protocol: it
 * counts the evaluations to reach targets near the {@link
 * org.flatsearch.experiments.compare.Reference} of each problem, which is its proven optimum where
 * there is one. {@link org.flatsearch.experiments.compare.Targets} has success rates and expected
 * running times, {@link org.flatsearch.experiments.compare.Ecdf} their distribution. {@link
 * org.flatsearch.experiments.compare.PairwiseTest} says which differences are significant: within a
 * problem by the Mann-Whitney U test, over all problems by Wilcoxon's signed-rank test.
 *
 * <p>A <em>problem</em> here is what determines the optimum: accelerator, workload, model, space,
 * restrictions, objective. Gaps are in the first metric of the objective.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.compare;
