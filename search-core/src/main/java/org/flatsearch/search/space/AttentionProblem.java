package org.flatsearch.search.space;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.plugin.TimedCall;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.EvaluationFailedException;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Scheduling attention as a {@link SearchProblem}: a space of schedules, scored by a cost model.
 *
 * <p>The metrics are {@code latency} (seconds), {@code energy} (joules, dynamic), {@code edp}
 * (their product, joule seconds), {@code traffic} (bytes) and {@code footprint} (bytes). The
 * violation is the model's, in bytes.
 *
 * <p>Immutable: several searches may use it at once.
 */
public final class AttentionProblem implements SearchProblem {
  /** The metrics, in the order in which evaluations give them. */
  public static final List<String> METRICS =
      List.of("latency", "energy", "edp", "traffic", "footprint");

  /**
   * A constant, so that the loop that fills metrics, which most random points need, is unrolled.
   */
  private static final int METRIC_COUNT = METRICS.size();

  /** How long a model may take to be bound, and to say whether it accepts a schedule. */
  private static final double TIMEOUT_SECONDS = 60;

  private final CostModel model;
  private final ScheduleSpace space;
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final double timeoutSeconds;

  private AttentionProblem(
      CostModel model,
      ScheduleSpace space,
      Accelerator accelerator,
      AttentionWorkload workload,
      double timeoutSeconds) {
    this.model = model;
    this.space = space;
    this.accelerator = accelerator;
    this.workload = workload;
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * The problem of scheduling {@code workload} on {@code accelerator}.
   *
   * @param space of the same accelerator and workload
   * @throws org.flatsearch.json.InvalidInputException if the model cannot score that pair
   * @throws IllegalArgumentException if the model does not accept the schedules of the space
   * @throws EvaluationFailedException if the model can't be bound or say whether it does, not even
   *     in a minute, or the space can't decode
   */
  public static AttentionProblem of(
      CostModel model, ScheduleSpace space, Accelerator accelerator, AttentionWorkload workload) {
    return of(model, space, accelerator, workload, TIMEOUT_SECONDS);
  }

  /** The same, with another limit for the model. */
  static AttentionProblem of(
      CostModel model,
      ScheduleSpace space,
      Accelerator accelerator,
      AttentionWorkload workload,
      double timeoutSeconds) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    AttentionProblem problem =
        new AttentionProblem(model, space, accelerator, workload, timeoutSeconds);
    Optional<String> refusal = problem.refusal();
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(
          "space '%s' does not suit model '%s': %s"
              .formatted(space.name(), model.name(), refusal.get()));
    }
    return problem;
  }

  /**
   * The reason why the model, which may be a plug-in, refuses the first nest of the space, if any.
   */
  private Optional<String> refusal() {
    ScheduleEvaluator evaluator = bound();
    int[] first = new int[space.decisions().size()];
    LoopNest nest = new LoopNest();
    String late =
        "did not say within " + timeoutSeconds + " s whether its model accepts schedules,";
    try {
      space.decode(first, nest);
      Optional<String> refusal =
          TimedCall.of(
              () -> evaluator.refusal(nest),
              timeoutSeconds,
              () -> new EvaluationFailedException(this, first, late, null));
      return Objects.requireNonNull(refusal, "refusal returned null");
    } catch (InvalidInputException | EvaluationFailedException e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw new EvaluationFailedException(this, first, "failed (" + PlugIns.told(e) + ")", e);
    }
  }

  /** An evaluator of the model, which may fail although it was bound before. */
  private ScheduleEvaluator bound() {
    try {
      ScheduleEvaluator bound =
          TimedCall.of(
              () -> model.bind(accelerator, workload),
              timeoutSeconds,
              () -> unbound("bind did not return within " + timeoutSeconds + " s", null));
      return Objects.requireNonNull(bound, "bind returned null");
    } catch (InvalidInputException | EvaluationFailedException | LinkageError e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw unbound(PlugIns.told(e), e);
    }
  }

  private EvaluationFailedException unbound(String why, Throwable cause) {
    return new EvaluationFailedException(this, "could not bind its model (" + why + ")", cause);
  }

  /** The cost model. */
  public CostModel model() {
    return model;
  }

  /** The space. */
  public ScheduleSpace space() {
    return space;
  }

  /** The accelerator. */
  public Accelerator accelerator() {
    return accelerator;
  }

  /** The workload. */
  public AttentionWorkload workload() {
    return workload;
  }

  @Override
  public String name() {
    return "%s on %s (%s, %s)"
        .formatted(workload.name(), accelerator.name(), model.name(), space.name());
  }

  @Override
  public List<Decision> decisions() {
    return space.decisions();
  }

  @Override
  public List<String> metrics() {
    return METRICS;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EvaluationFailedException if the space, which may be a plug-in, can't do it
   */
  @Override
  public void makeCanonical(int[] decisions) {
    try {
      space.makeCanonical(decisions);
    } catch (LinkageError e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      // If it is none, the strategy that asks is to blame.
      SearchProblem.requirePoint(this, "the point", decisions);
      String what = "can't make a point canonical (" + PlugIns.told(e) + ")";
      throw new EvaluationFailedException(this, decisions, what, e);
    }
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    if (type == Decomposition.class) {
      return space.decomposition(model).map(type::cast);
    }
    return SearchProblem.super.capability(type);
  }

  @Override
  public Evaluator evaluator() {
    try {
      return new NestEvaluator(this, bound());
    } catch (InvalidInputException e) { // no longer of the input, which it was bound to before
      throw unbound(e.getMessage(), e);
    }
  }

  /**
   * One line: shared loops, each stage's loops and stationarity, where each tensor is held.
   *
   * @throws IllegalArgumentException if it is no point of this problem
   */
  @Override
  public String describe(int[] decisions) {
    return ScheduleLine.of(schedule(decisions));
  }

  /**
   * The schedule that {@code decisions} stand for.
   *
   * @throws IllegalArgumentException if it is no point of this problem
   */
  public AttentionSchedule schedule(int[] decisions) {
    return nest(decisions).toSchedule();
  }

  private LoopNest nest(int[] decisions) {
    SearchProblem.requirePoint(this, "the point", decisions);
    LoopNest nest = new LoopNest();
    space.decode(decisions, nest);
    return nest;
  }

  /**
   * The decisions that stand for {@code schedule}, or empty if the space lacks it.
   *
   * @throws EvaluationFailedException if the space, which may be a plug-in, can't say so
   */
  public Optional<int[]> encode(AttentionSchedule schedule) {
    return encoded(schedule, nest -> space.encode(nest).stream().toList()).stream().findFirst();
  }

  /**
   * All decisions that stand for {@code schedule}, those of {@link #encode} first.
   *
   * @throws EvaluationFailedException if the space, which may be a plug-in, can't say so
   */
  public List<int[]> encodings(AttentionSchedule schedule) {
    return encoded(schedule, space::encodings);
  }

  private List<int[]> encoded(
      AttentionSchedule schedule, Function<LoopNest, List<int[]>> encoding) {
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    try {
      List<int[]> points = encoding.apply(nest);
      points.forEach(each -> SearchProblem.requirePoint(this, "its point", each));
      return points;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      String what = "can't encode schedule " + ScheduleLine.of(schedule);
      throw new EvaluationFailedException(this, what + " (" + PlugIns.told(e) + ")", e);
    }
  }

  /**
   * All figures of the schedule that {@code decisions} stand for.
   *
   * @throws IllegalArgumentException if it is no point of this problem
   */
  public CostSheet cost(int[] decisions) {
    CostSheet sheet = new CostSheet();
    model.bind(accelerator, workload).evaluate(nest(decisions), sheet);
    return sheet;
  }

  /** Reads {@link #METRICS} off a cost. */
  public static void readMetrics(CostSheet sheet, double[] into) {
    into[0] = sheet.latencySeconds;
    into[1] = sheet.energyJoules;
    into[2] = sheet.latencySeconds * sheet.energyJoules;
    into[3] = sheet.trafficBytes;
    into[4] = sheet.footprintBytes;
  }

  private static final class NestEvaluator implements Evaluator {
    private final AttentionProblem problem;
    private final ScheduleSpace space;
    private final ScheduleEvaluator evaluator;
    private final LoopNest nest = new LoopNest();
    private final CostSheet sheet = new CostSheet();

    NestEvaluator(AttentionProblem problem, ScheduleEvaluator evaluator) {
      this.problem = problem;
      space = problem.space;
      this.evaluator = evaluator;
    }

    @Override
    public double evaluate(int[] decisions, double[] metrics) {
      space.decode(decisions, nest);
      if (!fits()) {
        for (int k = 0; k < METRIC_COUNT; k++) {
          metrics[k] = Double.NaN;
        }
        return sheet.violationBytes;
      }
      readMetrics(sheet, metrics);
      if (sheet.latencySeconds < 0
          || sheet.energyJoules < 0
          || sheet.trafficBytes < 0
          || sheet.footprintBytes < 0) {
        throw negative(decisions, metrics);
      }
      return 0;
    }

    /** No cost is negative. Taken for one, it would be the best that was ever found. */
    private EvaluationFailedException negative(int[] decisions, double[] metrics) {
      int metric = 0;
      while (metrics[metric] >= 0) {
        metric++;
      }
      return EvaluationFailedException.ofMetric(
          problem, decisions, metric, metrics[metric], "a finite number of at least 0");
    }

    /**
     * Whether the schedule fits. One that the model refuses to rate counts as worse than any that
     * it rates; that alone is no failure.
     */
    private boolean fits() {
      try {
        return evaluator.evaluateIfFits(nest, sheet);
      } catch (InvalidInputException e) {
        sheet.violationBytes = NOT_RATED;
        return false;
      }
    }
  }
}
