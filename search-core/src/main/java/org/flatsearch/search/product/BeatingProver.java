package org.flatsearch.search.product;

import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;

/**
 * A prover to which only points are of use that are better than a schedule from elsewhere. A box
 * whose bound is no better holds none; that is reported as if no point of it were better than the
 * incumbent.
 */
final class BeatingProver implements Prover {
  private final Prover prover;
  private final double[] worthBeating;

  BeatingProver(Prover prover, double[] worthBeating) {
    this.prover = prover;
    this.worthBeating = worthBeating;
  }

  @Override
  public int[] sharedDecisions() {
    return prover.sharedDecisions();
  }

  @Override
  public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
    double violation = prover.bound(low, high, metrics, new Demanding(incumbent));
    return incumbent.compare(violation, metrics, 0, worthBeating) < 0
        ? violation
        : Double.POSITIVE_INFINITY;
  }

  @Override
  public int boundsPerEvaluation() {
    return prover.boundsPerEvaluation();
  }

  @Override
  public Object remaining() {
    return prover.remaining();
  }

  @Override
  public void continueFrom(Object remaining) {
    prover.continueFrom(remaining);
  }

  @Override
  public int split(int[] low, int[] high) {
    return prover.split(low, high);
  }

  @Override
  public boolean isOrdered(int decision) {
    return prover.isOrdered(decision);
  }

  @Override
  public int lastOfLowerPart(int decision, int from, int to) {
    return prover.lastOfLowerPart(decision, from, to);
  }

  @Override
  public void complete(int[] low, int[] high, Incumbent incumbent) {
    prover.complete(low, high, new Demanding(incumbent));
  }

  /** Wants what the search wants, if it is also better than the schedule from elsewhere. */
  private final class Demanding implements Incumbent {
    private final Incumbent incumbent;

    Demanding(Incumbent incumbent) {
      this.incumbent = incumbent;
    }

    @Override
    public boolean wants(double violation, double[] metrics) {
      return incumbent.compare(violation, metrics, 0, worthBeating) < 0
          && incumbent.wants(violation, metrics);
    }

    @Override
    public boolean minimises(int metric) {
      return incumbent.minimises(metric);
    }

    @Override
    public void checkpoint() {
      incumbent.checkpoint();
    }

    @Override
    public int compare(double violation, double[] metrics, double other, double[] otherMetrics) {
      return incumbent.compare(violation, metrics, other, otherMetrics);
    }

    @Override
    public void countBound() {
      incumbent.countBound();
    }

    @Override
    public void countBounds(long count) {
      incumbent.countBounds(count);
    }

    @Override
    public void offer(int[] positions) {
      incumbent.offer(positions);
    }
  }
}
