package org.flatsearch.experiments.command;

import java.util.Set;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;

/** Which strategy searches, and how long, when the user does not say. */
final class StrategyChoice {
  /** Budget of strategies that end by themselves; it only bounds them. */
  private static final long ENDING_EVALUATIONS = 20_000_000;

  /** Budget of strategies that go on for as long as they may. */
  private static final long ENDLESS_EVALUATIONS = 1_000_000;

  private static final String AUTO = "auto";
  private static final Set<String> ENDING = Set.of(AUTO, "exhaustive", "branch-and-bound");

  private StrategyChoice() {}

  /** The strategy {@code name}, or the default one if that is null. */
  static SearchStrategy of(String name) {
    return Strategies.named(name == null ? AUTO : name);
  }

  /** How many evaluations a strategy may spend unless the user says otherwise. */
  static long defaultEvaluations(SearchStrategy strategy) {
    return ENDING.contains(strategy.name()) ? ENDING_EVALUATIONS : ENDLESS_EVALUATIONS;
  }
}
