package org.flatsearch.search;

/**
 * A search method: the plug-in interface for strategies.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader}: a jar on the class path that
 * names one in {@code META-INF/services/org.flatsearch.search.SearchStrategy} adds it to every
 * command by its {@link #name()}. A strategy is stateless; all that it finds it reports to the
 * {@link SearchRun}, which counts, keeps the best and writes the trace.
 */
public interface SearchStrategy {
  /** The name on the command line and in results, such as {@code hill-climbing}. */
  String name();

  /** One line for lists: how it searches. */
  String description();

  /**
   * Searches until the run stops it (by an exception that is to be let through) or until there is
   * nothing left to try. Repeats for the same problem, objective, seed, parameters and evaluation
   * budget, whatever the number of threads.
   */
  void search(SearchRun run);
}
