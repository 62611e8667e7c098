package org.flatsearch.search;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Evaluates many points on several threads, each with its own evaluator. Which thread gets which
 * point does not matter: the scores are in the caller's order, and nothing is recorded here.
 */
final class BatchEvaluator implements AutoCloseable {
  /** Less work than this is not worth waking other threads for. */
  private static final double WORTHWHILE_NANOS = 100_000;

  /** A thread takes this much work at a time, so that taking it costs little in comparison. */
  private static final double CHUNK_NANOS = 10_000;

  /** How much work is done before the results are recorded. */
  private static final double PART_NANOS = 10_000_000;

  /** The estimate for the first, small batches: a new problem may be slow or fast. */
  private static final double ASSUMED_NANOS = 1_000;

  /** Elements of {@link #done}. */
  private static final VarHandle DONE = MethodHandles.arrayElementVarHandle(boolean[].class);

  private final List<PointEvaluator> evaluators;
  private final BooleanSupplier stopped;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong busyNanos = new AtomicLong();
  private ExecutorService pool;
  private double nanosPerPoint = ASSUMED_NANOS;
  private boolean isMeasured;

  private int[][] points;
  private Score[] scores;
  private int first;
  private int count;
  private int chunk;
  private double[] metrics = new double[0];

  /** Written after all else of a point, so that any thread that sees it sees the rest, too. */
  private boolean[] done = new boolean[0];

  private Throwable failure;
  private int failedPoint;

  /**
   * @param evaluators one per thread; the first is that of the calling thread
   * @param stopped whether to give up
   */
  BatchEvaluator(List<PointEvaluator> evaluators, BooleanSupplier stopped) {
    this.evaluators = evaluators;
    this.stopped = stopped;
  }

  /**
   * How many points to evaluate before they are recorded: few enough that little is lost if the
   * search is given up in the meantime, but at least one for each thread. It is one for each thread
   * until the first batch has been measured.
   */
  int pointsAtATime() {
    double points = isMeasured ? Math.min(1_000_000, PART_NANOS / nanosPerPoint) : 1;
    return (int) Math.max(evaluators.size(), points);
  }

  /**
   * Begins with the points from {@code begin} up to, but not including, {@code end}; none of them
   * is evaluated yet.
   */
  void begin(int[][] pointsToEvaluate, Score[] into, int begin, int end) {
    points = pointsToEvaluate;
    scores = into;
    first = begin;
    count = end - begin;
    prepare();
  }

  /**
   * Evaluates the points.
   *
   * @return the end of those that were evaluated: that of all points, unless the search was stopped
   *     or a point has {@link #failure failed}. Others may still be in flight if the calling thread
   *     was interrupted after the search was stopped
   */
  int evaluate() {
    int threads = (int) Math.min(evaluators.size(), 1 + count * nanosPerPoint / WORTHWHILE_NANOS);
    chunk = (int) Math.max(1, Math.min(CHUNK_NANOS / nanosPerPoint, (double) count / threads));
    evaluateBy(threads);
    int evaluated = evaluated();
    if (evaluated > 0) {
      isMeasured = true;
      nanosPerPoint += 0.3 * ((double) busyNanos.get() / evaluated - nanosPerPoint);
    }
    return first + evaluated;
  }

  /** How many of the points were evaluated, up to the first that was not; any thread. */
  int evaluated() {
    int evaluated = 0;
    while (evaluated < count && (boolean) DONE.getAcquire(done, evaluated)) {
      evaluated++;
    }
    return evaluated;
  }

  private void prepare() {
    int width = evaluators.get(0).metrics.length;
    if (done.length < count) {
      done = new boolean[count];
      metrics = new double[count * width];
    }
    Arrays.fill(done, 0, count, false);
    failure = null;
    next.set(0);
    busyNanos.set(0);
  }

  /**
   * The failure of the first point that was not evaluated, or null: an {@link
   * EvaluationFailedException}, an {@link IllegalArgumentException} if that is not a point of the
   * problem, or an {@link Error} if memory is used up. A single thread would not come to later
   * points.
   */
  synchronized Throwable failure() {
    return failure != null && failedPoint == evaluated() ? failure : null;
  }

  /** The number of points. */
  int count() {
    return count;
  }

  /** One of the points, counted from the first. */
  int[] point(int k) {
    return points[first + k];
  }

  /** Its score. */
  Score score(int k) {
    return scores[first + k];
  }

  /** All metrics of the points, point by point. */
  double[] metrics() {
    return metrics;
  }

  private void evaluateBy(int threads) {
    List<Future<?>> others = new ArrayList<>(threads - 1);
    for (int thread = 1; thread < threads; thread++) {
      PointEvaluator evaluator = evaluators.get(thread);
      others.add(pool().submit(() -> work(evaluator)));
    }
    work(evaluators.get(0));
    for (Future<?> other : others) {
      await(other);
    }
  }

  private void work(PointEvaluator evaluator) {
    long begin = System.nanoTime();
    for (int from = next.getAndAdd(chunk); from < count; from = next.getAndAdd(chunk)) {
      if (!workOn(evaluator, from, Math.min(count, from + chunk))) {
        break;
      }
    }
    busyNanos.addAndGet(System.nanoTime() - begin);
  }

  private boolean workOn(PointEvaluator evaluator, int from, int to) {
    int width = evaluator.metrics.length;
    for (int k = from; k < to; k++) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      try {
        evaluator.evaluate(point(k), score(k));
      } catch (RuntimeException | Error e) { // also of a strategy whose point is none
        reportFailure(k, e);
        return false;
      }
      System.arraycopy(evaluator.metrics, 0, metrics, k * width, width);
      DONE.setRelease(done, k, true);
    }
    return true;
  }

  /** Keeps the failure of the first point: some thread has taken every point before it. */
  private synchronized void reportFailure(int point, Throwable e) {
    if (failure == null || point < failedPoint) {
      failure = e;
      failedPoint = point;
    }
  }

  private ExecutorService pool() {
    if (pool == null) {
      pool =
          Executors.newFixedThreadPool(
              evaluators.size() - 1,
              task -> {
                Thread thread = new Thread(task, "flatsearch-evaluator");
                thread.setDaemon(true);
                return thread;
              });
    }
    return pool;
  }

  /** Waits for a task, or until the search was stopped and this thread interrupted. */
  private void await(Future<?> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
          if (stopped.getAsBoolean()) {
            return;
          }
          // Else the problem or the strategy left it behind, which a single thread would not
          // notice.
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Error error) {
            throw error; // memory is used up
          }
          throw (RuntimeException) e.getCause();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
