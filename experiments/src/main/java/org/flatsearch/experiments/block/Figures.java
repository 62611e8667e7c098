package org.flatsearch.experiments.block;

import org.flatsearch.cost.Cost;

/**
 * What a part of a model costs. Parts run one after another, so the figures of several add up.
 *
 * @param latencySeconds time
 * @param energyJoules dynamic energy
 * @param trafficBytes bytes between DRAM and the buffers
 */
public record Figures(double latencySeconds, double energyJoules, double trafficBytes) {
  static final Figures NONE = new Figures(0, 0, 0);

  static Figures of(Cost cost) {
    return new Figures(cost.latencySeconds(), cost.energyJoules(), cost.trafficBytes());
  }

  Figures plus(Figures other) {
    return new Figures(
        latencySeconds + other.latencySeconds,
        energyJoules + other.energyJoules,
        trafficBytes + other.trafficBytes);
  }

  Figures times(int factor) {
    return new Figures(latencySeconds * factor, energyJoules * factor, trafficBytes * factor);
  }

  /** Each figure of this over that of {@code other}; 1 where both are 0. */
  Figures over(Figures other) {
    return new Figures(
        ratio(latencySeconds, other.latencySeconds),
        ratio(energyJoules, other.energyJoules),
        ratio(trafficBytes, other.trafficBytes));
  }

  private static double ratio(double value, double other) {
    return value == other ? 1 : value / other;
  }
}
