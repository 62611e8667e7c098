package org.flatsearch.search.space.flat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Enumeration;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/**
 * How much faster the full space of model {@code flat} is than the published one on one
 * accelerator, in separate steps. The gain of a step is the optimal latency of the step before
 * divided by its own, for BERT, TrXL, T5 and XLM at 512 to 2^20 tokens.
 */
final class FlatGains {
  /** Ever larger spaces. */
  enum Step {
    /** The 256 points, optimised for the same accelerator. */
    PUBLISHED,
    /** OUTPUT or WEIGHT for both stages, any row tile, one instance in a FLAT tile. */
    ANY_ROW_TILE,
    /** OUTPUT or WEIGHT for each stage. */
    MIXED,
    /** INPUT too, which no published row uses. */
    INPUT,
    /** Several instances in a FLAT tile too: the full space. */
    INSTANCES
  }

  private static final List<String> MODELS = List.of("bert", "trxl", "t5-small", "xlm");
  private static final Step[] STEPS = Step.values();

  private final String accelerator;
  private final Step last;
  private final List<String> cases = new ArrayList<>();
  private final List<double[]> latencies = new ArrayList<>();

  /**
   * Finds all optima by enumeration, that of the full space by a proof.
   *
   * @param last the last step to take
   */
  FlatGains(String accelerator, Step last) {
    this.accelerator = accelerator;
    this.last = last;
    for (String model : MODELS) {
      for (int length = 512; length <= 1 << 20; length *= 2) {
        cases.add(model + " " + (length < 1024 ? "" + length : length / 1024 + "K"));
        latencies.add(
            optima(
                SpecCatalogue.accelerator(accelerator),
                SpecCatalogue.workload(model).withSequence(length)));
      }
    }
  }

  /** The optimal latency of each step. */
  private double[] optima(Accelerator target, AttentionWorkload workload) {
    FlatPublishedSpace published = FlatPublishedSpace.of(target, workload);
    FlatFullSpace full = FlatFullSpace.of(target, workload);
    double[] optima = new double[STEPS.length];
    Arrays.fill(optima, Double.POSITIVE_INFINITY);
    optima[0] =
        Enumeration.of(
                AttentionProblem.of(new FlatModel(), published, target, workload),
                Objective.of("latency"))
            .score
            .values[0];
    SearchProblem.Evaluator evaluator =
        AttentionProblem.of(new FlatModel(), full, target, workload).evaluator();
    double[] metrics = new double[AttentionProblem.METRICS.size()];
    LoopNest nest = new LoopNest();
    int[] vector = new int[full.decisions().size()];
    List<Decision> varied = full.decisions().subList(0, vector.length - 1);
    do {
      full.decode(vector, nest);
      int step = step(nest).ordinal();
      evaluator.evaluate(vector, metrics);
      optima[step] = Math.min(optima[step], metrics[0]);
    } while (Enumeration.advance(vector, varied));
    if (last == Step.INSTANCES) {
      optima[last.ordinal()] = proven(AttentionProblem.of(new FlatModel(), full, target, workload));
    }
    for (int k = 2; k <= last.ordinal(); k++) {
      optima[k] = Math.min(optima[k], optima[k - 1]);
    }
    return optima;
  }

  /** The optimum of a space with some million points, which a search proves. */
  private static double proven(AttentionProblem problem) {
    SearchResult result =
        Search.of(problem, Strategies.named("branch-and-bound"))
            .objective(Objective.of("latency"))
            .run();
    if (result.proof().status() != Status.PROVEN) {
      throw new IllegalStateException("not proven: " + problem.workload().name());
    }
    return result.values().get(0);
  }

  /** The first step whose space has this nest. */
  private static Step step(LoopNest nest) {
    Stationarity logit = nest.logit.stationarity;
    Stationarity attend = nest.attend.stationarity;
    if (logit == Stationarity.INPUT || attend == Stationarity.INPUT) {
      return Step.INPUT;
    }
    return logit == attend ? Step.ANY_ROW_TILE : Step.MIXED;
  }

  /** Whether no case is slower than the published optimum, up to rounding. */
  boolean neverWorse() {
    return latencies.stream().allMatch(optima -> optima[last.ordinal()] <= optima[0] * (1 + 1e-12));
  }

  /** Geometric mean of the gain of {@code step} over the one before. */
  double geometricMean(Step step) {
    double logs = 0;
    for (double[] optima : latencies) {
      logs += Math.log(gain(optima, step));
    }
    return Math.exp(logs / latencies.size());
  }

  private static double gain(double[] optima, Step step) {
    return optima[step.ordinal() - 1] / optima[step.ordinal()];
  }

  /** A row of a Markdown table: for each step, the geometric mean, the best gain, and its case. */
  String row() {
    StringBuilder row = new StringBuilder("| " + accelerator);
    for (int k = 1; k <= last.ordinal(); k++) {
      int best = 0;
      for (int j = 1; j < latencies.size(); j++) {
        // A later case has to be clearly better, so that rounding does not decide.
        if (gain(latencies.get(j), STEPS[k]) > gain(latencies.get(best), STEPS[k]) + 1e-9) {
          best = j;
        }
      }
      double bestGain = gain(latencies.get(best), STEPS[k]);
      row.append(String.format(Locale.ROOT, " | %.3f", geometricMean(STEPS[k])));
      row.append(String.format(Locale.ROOT, " | %.3f", bestGain));
      row.append(bestGain < 1.0005 ? "" : " (" + cases.get(best) + ")");
    }
    return row + " |";
  }
}
