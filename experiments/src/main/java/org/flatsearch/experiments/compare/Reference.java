package org.flatsearch.experiments.compare;

import java.util.Collection;
import java.util.Objects;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.goal.Rounding;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Tolerance;

/**
 * The value that results are measured against: the best of the first objective of a problem that is
 * known. With a tolerance, it is the least value that ties with that.
 *
 * @param kind how good the reference is
 * @param value the value, positive; infinite if no run found anything that fits
 */
public record Reference(Kind kind, double value) {
  public Reference {
    Objects.requireNonNull(kind, "kind");
  }

  /** How good a reference is. */
  public enum Kind {
    /** The proven optimum. */
    OPTIMUM("proven optimum"),
    /** A proven lower bound: gaps to it are upper bounds of the gap to the optimum. */
    LOWER_BOUND("lower bound"),
    /** The best that any run found: gaps to it are lower bounds of the gap to the optimum. */
    BEST_FOUND("best found"),
    /** No run found anything that fits, so there are no gaps. */
    NONE("nothing that fits");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The name in reports. */
    public String text() {
      return text;
    }
  }

  /** The best reference that these runs of one problem give. */
  static Reference of(Collection<RunRecord> runs) {
    Tolerance tolerance = runs.iterator().next().setting().objective().tolerance();
    Reference exact = exact(runs);
    return new Reference(exact.kind, tolerance.floor(exact.value));
  }

  private static Reference exact(Collection<RunRecord> runs) {
    double optimum =
        runs.stream()
            .filter(run -> run.status() == Status.PROVEN && run.isFeasible())
            .mapToDouble(RunRecord::value)
            .min()
            .orElse(Double.NaN);
    if (!Double.isNaN(optimum)) {
      return new Reference(Kind.OPTIMUM, optimum);
    }
    double bound = runs.stream().mapToDouble(RunRecord::provenBound).max().orElseThrow();
    double best = runs.stream().mapToDouble(RunRecord::value).min().orElseThrow();
    if (bound > 0 && bound < Double.POSITIVE_INFINITY) {
      return new Reference(Kind.LOWER_BOUND, bound);
    }
    return new Reference(best < Double.POSITIVE_INFINITY ? Kind.BEST_FOUND : Kind.NONE, best);
  }

  /** How far a value is above the reference, relatively; infinite if nothing was found. */
  public double gap(double found) {
    if (found == Double.POSITIVE_INFINITY || value == Double.POSITIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    return Rounding.compare(found, value) <= 0 ? 0 : found / value - 1;
  }
}
