package org.flatsearch.experiments.definition;

import java.util.List;
import java.util.Objects;
import org.flatsearch.json.Location;

/**
 * A ratio for the report: how much better one search of an experiment does than another, as a
 * geometric mean over workloads for each accelerator.
 *
 * @param name what the report calls it
 * @param of name of the better search
 * @param against name of the search that it is compared with
 * @param metric the metric whose ratio {@code against / of} is taken
 * @param published what others state for this ratio
 */
public record Comparison(
    String name, String of, String against, String metric, List<Published> published) {
  public Comparison {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(of, "of");
    Objects.requireNonNull(against, "against");
    Objects.requireNonNull(metric, "metric");
    published = List.copyOf(published);
  }

  /**
   * A published figure.
   *
   * @param at where the definition names the accelerator
   * @param accelerator name of the accelerator that it is for
   * @param value the ratio
   * @param origin where it is stated
   * @param note why it differs from what is found here, if it does
   */
  public record Published(
      Location at, String accelerator, double value, String origin, String note) {
    public Published {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(accelerator, "accelerator");
      Objects.requireNonNull(origin, "origin");
      Objects.requireNonNull(note, "note");
    }
  }
}
