package org.flatsearch.search;

/**
 * A search method: the plug-in interface for strategies.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader}: a jar on the class path that
 * names one in {@code META-INF/services/org.flatsearch.search.SearchStrategy} adds it to every
 * command by its {@link #name()}. A strategy is stateless: several searches may call it at once. It
 * evaluates points only through the {@link SearchRun}, which counts evaluations, keeps the best
 * point and writes the trace.
 */
public interface SearchStrategy {
  /** The name on the command line and in results, such as {@code hill-climbing}. */
  String name();

  /** One line for lists: how it searches. */
  String description();

  /**
   * Searches until the run stops it or there is nothing left to try: returning means that the
   * search is complete. The search must repeat exactly for the same problem, objective, seed,
   * parameters and evaluation budget.
   *
   * <p>{@link SearchRun} ends the search by a {@link SearchStoppedException}, which the strategy
   * must let through, alone or as the cause of another: the search ends with what was found so far,
   * because its budget is used up or it was cancelled. Catching the exception and returning has the
   * same effect.
   *
   * <p>A run can stop a strategy only at evaluations. A strategy that does not evaluate for a long
   * time should call {@link SearchRun#checkpoint}. The run belongs to the calling thread, and there
   * are no others in a search: experiments run one search per core.
   *
   * @throws org.flatsearch.json.InvalidInputException if the strategy refuses its parameters or the
   *     problem, before it evaluates: this is wrong input, and the user sees the message unchanged.
   *     Any other exception of its own counts as a defect of the strategy and fails the search.
   */
  void search(SearchRun run);
}
