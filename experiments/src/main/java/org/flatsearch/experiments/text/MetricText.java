package org.flatsearch.experiments.text;

/** Objective values with their units. */
public final class MetricText {
  private MetricText() {}

  /** The value of a metric. */
  public static String of(String metric, double value) {
    return switch (metric) {
      case "latency" -> Units.seconds(value);
      case "energy" -> Units.joules(value);
      case "edp" -> Units.scaled(value, "Js");
      case "traffic", "footprint" -> Units.bytes(value);
      default -> Units.digits(value);
    };
  }
}
