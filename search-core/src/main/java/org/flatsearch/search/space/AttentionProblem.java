package org.flatsearch.search.space;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decomposition;
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

  private final CostModel model;
  private final ScheduleSpace space;
  private final Accelerator accelerator;
  private final AttentionWorkload workload;

  private AttentionProblem(
      CostModel model, ScheduleSpace space, Accelerator accelerator, AttentionWorkload workload) {
    this.model = model;
    this.space = space;
    this.accelerator = accelerator;
    this.workload = workload;
  }

  /**
   * The problem of scheduling {@code workload} on {@code accelerator}.
   *
   * @param space of the same accelerator and workload
   * @throws org.flatsearch.json.InvalidInputException if the model cannot score that pair
   * @throws IllegalArgumentException if the model does not accept the schedules of the space
   */
  public static AttentionProblem of(
      CostModel model, ScheduleSpace space, Accelerator accelerator, AttentionWorkload workload) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    LoopNest first = new LoopNest();
    space.decode(new int[space.decisions().size()], first);
    Optional<String> refusal = model.bind(accelerator, workload).refusal(first);
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(
          "space '%s' does not suit model '%s': %s"
              .formatted(space.name(), model.name(), refusal.get()));
    }
    return new AttentionProblem(model, space, accelerator, workload);
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

  @Override
  public void makeCanonical(int[] decisions) {
    space.makeCanonical(decisions);
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
    return new NestEvaluator(space, model.bind(accelerator, workload));
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

  /** The decisions that stand for {@code schedule}, or empty if the space lacks it. */
  public Optional<int[]> encode(AttentionSchedule schedule) {
    return space.encode(nest(schedule));
  }

  /** All decisions that stand for {@code schedule}, those of {@link #encode} first. */
  public List<int[]> encodings(AttentionSchedule schedule) {
    return space.encodings(nest(schedule));
  }

  private static LoopNest nest(AttentionSchedule schedule) {
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    return nest;
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
    private final ScheduleSpace space;
    private final ScheduleEvaluator evaluator;
    private final LoopNest nest = new LoopNest();
    private final CostSheet sheet = new CostSheet();

    NestEvaluator(ScheduleSpace space, ScheduleEvaluator evaluator) {
      this.space = space;
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
      return 0;
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
