package org.flatsearch.experiments.record;

import java.util.Objects;

/**
 * A proof that another run of the same problem refutes: a defect of the strategy, or of the bounds
 * that it used.
 *
 * @param claim the run that proved something
 * @param better the run that found a better schedule than that allows
 */
public record WrongProof(RunRecord claim, RunRecord better) {
  public WrongProof {
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(better, "better");
  }
}
