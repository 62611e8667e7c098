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
   * Searches until the run stops it or there is nothing left to try: returning says that the search
   * is complete. Repeats for the same problem, objective, seed, parameters and evaluation budget,
   * whatever the number of threads.
   *
   * <p>{@link SearchRun} says by an exception that it is over; it is to be let through, alone or as
   * the cause of another. {@link SearchStoppedException} ends the search with what was found so
   * far, since its budget is used up or it was cancelled; {@link EvaluationFailedException} ends it
   * as failed, since the problem can't be evaluated. A strategy that catches one and returns is
   * taken to have let it through. One that catches it and throws something else loses what was
   * found: the search fails with that. One that catches it and goes on gets it again from every
   * further evaluation, and is given up after some seconds.
   *
   * <p>Evaluations are where a run can stop a strategy. One that does without for long calls {@link
   * SearchRun#checkpoint}. One that spins without either ends by a time limit only, or by being
   * cancelled: it is given up then, with what was found, and a counter of the result says so.
   *
   * <p>The run belongs to the calling thread. {@link SearchRun#evaluateAll} is the only way to
   * evaluate in parallel; evaluating in threads of the strategy's own is not supported, and loses
   * counts and points without a message.
   *
   * @throws org.flatsearch.json.InvalidInputException if the strategy refuses its parameters or the
   *     problem, before it evaluates: wrong input, told to the user as it is. Any other exception
   *     of its own is taken for a defect of the strategy and fails the search.
   */
  void search(SearchRun run);
}
