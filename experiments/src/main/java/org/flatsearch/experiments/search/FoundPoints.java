package org.flatsearch.experiments.search;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.plugin.TimedCall;
import org.flatsearch.results.ModelFailedException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.search.EvaluationFailedException;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;

/**
 * Rates once more what a search evaluated, to get all figures. A model or a space, which may be a
 * plug-in, that refuses, fails, hangs or gives other figures now has a defect: nothing is wrong
 * with the input.
 */
final class FoundPoints {
  /**
   * Relative; a model may add up in another order where it reuses part of its previous evaluation.
   */
  private static final double ROUNDING = 1e-9;

  private final SearchPlan plan;
  private final AttentionProblem problem;
  private double timeoutSeconds = 60; // twice that of an evaluation, as it binds the model, too

  FoundPoints(SearchPlan plan, AttentionProblem problem) {
    this.plan = plan;
    this.problem = problem;
  }

  /** How long the rating of a point may take. */
  void timeoutSeconds(double value) {
    timeoutSeconds = value;
  }

  /**
   * Rates the best point of a search.
   *
   * @throws InvalidInputException if the model could not rate any
   * @throws EvaluationFailedException if it can't do it again, or does not return
   * @throws ModelFailedException if it fails, or gives other figures than the search saw
   */
  RatedSchedule best(int[] point, SearchResult result) {
    RatedSchedule rated;
    try {
      rated = inTime(point, "the best point of the search (" + told(result) + ")");
    } catch (EvaluationFailedException e) {
      boolean wasRated = result.violation() != SearchProblem.Evaluator.NOT_RATED;
      throw !wasRated && e.getCause() instanceof InvalidInputException why ? ratedNone(why) : e;
    }
    requireSame(rated, result);
    return rated;
  }

  /** The figures of the best point, for messages: if it can't be rated again, they are all. */
  private String told(SearchResult result) {
    List<String> metrics = plan.objective().metrics();
    return result.isFeasible()
        ? IntStream.range(0, metrics.size())
            .mapToObj(k -> metrics.get(k) + " " + result.values().get(k))
            .collect(Collectors.joining(", "))
        : "a violation of " + result.violation();
  }

  /** Rates a point, and names a model that hangs from then on. */
  private RatedSchedule inTime(int[] point, String what) {
    String late = "did not rate " + what + " again within " + timeoutSeconds + " s";
    return TimedCall.of(
        () -> answer(point, "rate " + what + " again", () -> plan.rate(problem.schedule(point))),
        timeoutSeconds,
        () -> new EvaluationFailedException(problem, point, late, null));
  }

  /**
   * Rates any point of a search.
   *
   * @throws EvaluationFailedException if the model or the space can't do it again, or does not
   *     return
   * @throws ModelFailedException if the model fails
   */
  RatedSchedule rate(int[] point) {
    return inTime(point, "a point of the search");
  }

  /**
   * The answer of the model or the space to a question about any point.
   *
   * @param task what it is to do, such as {@code decode a point}
   * @throws EvaluationFailedException if it can't
   */
  <T> T answer(int[] point, String task, Supplier<T> question) {
    try {
      return question.get();
    } catch (PlugInFailedException | LinkageError e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      String why = e instanceof InvalidInputException ? e.getMessage() : PlugIns.told(e);
      throw new EvaluationFailedException(problem, point, "can't " + task + " (" + why + ")", e);
    }
  }

  /** The error if the best point can't be rated: any point that can be is better, so none can. */
  private InvalidInputException ratedNone(InvalidInputException ofBest) {
    return new InvalidInputException(
        ("model '%s' can rate none of the schedules that were evaluated (%s); take"
                + " another model, or evaluate more of them.")
            .formatted(plan.model().name(), ofBest.getMessage()),
        ofBest);
  }

  /**
   * Requires the figures that the search saw. With others the result would contradict itself, and
   * depend on chance or threads.
   */
  private void requireSame(RatedSchedule rated, SearchResult result) {
    requireSame(rated, "violationBytes", rated.cost().violationBytes(), result.violation());
    for (int k = 0; k < result.metrics().size(); k++) {
      String metric = AttentionProblem.METRICS.get(k);
      double now = CostMetrics.value(rated.cost(), metric);
      requireSame(rated, metric, now, result.metrics().get(k));
    }
  }

  private void requireSame(RatedSchedule rated, String figure, double now, double before) {
    if (Math.abs(now - before) > ROUNDING * Math.abs(before)) {
      throw new ModelFailedException(
          plan.model(),
          rated.schedule(),
          String.format(
              Locale.ROOT,
              "%s is %s and was %s in the search, must be the same each time",
              figure,
              now,
              before));
    }
  }
}
