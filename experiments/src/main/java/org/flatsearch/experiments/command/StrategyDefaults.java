package org.flatsearch.experiments.command;

import org.flatsearch.search.Budget;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;

/** Which strategy searches, and how long, when the user does not say. */
final class StrategyDefaults {
  /** Some seconds of a heuristic, and a minute or two of a proof, which mostly ends before. */
  private static final long EVALUATIONS = 1_000_000;

  /** What is enumerated is to be enumerated whole. */
  private static final long ENUMERATED = 20_000_000;

  /** Of searches that come ten at a time. */
  private static final long EVALUATIONS_OF_ONE_OF_MANY = 250_000;

  private static final String AUTO = "auto";

  private StrategyDefaults() {}

  /** The strategy {@code name}, or the default one if that is null. */
  static SearchStrategy of(String name) {
    return Strategies.named(name == null ? AUTO : name);
  }

  /** What a strategy may spend on one of many searches unless the user says otherwise. */
  static Budget budgetOfOneOfMany(SearchStrategy strategy) {
    return Budget.ofEvaluations(enumerates(strategy) ? ENUMERATED : EVALUATIONS_OF_ONE_OF_MANY);
  }

  private static boolean enumerates(SearchStrategy strategy) {
    return strategy.name().equals("exhaustive");
  }

  /** How many evaluations a strategy may spend unless the user says otherwise. */
  static long defaultEvaluations(SearchStrategy strategy) {
    return enumerates(strategy) ? ENUMERATED : EVALUATIONS;
  }
}
