package org.flatsearch.results;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Everything that determines a search: whoever runs it again gets the same result, unless a time
 * limit cut it short.
 *
 * @param accelerator where the schedule is to run
 * @param workload what it is to compute
 * @param model name of the cost model
 * @param space name of the space of schedules
 * @param strategy name of the search method
 * @param objective what is minimised, most important first
 * @param tolerance how far two values may lie apart, relatively, and still tie; 0 for twelve digits
 * @param seed seed of every random choice
 * @param parameters parameters of the strategy, by name
 * @param restrictions restrictions of the space, as given
 * @param start the schedule that the search began from
 * @param budgetEvaluations most evaluations
 * @param budgetSeconds most wall-clock time
 */
public record SearchSetting(
    Accelerator accelerator,
    AttentionWorkload workload,
    String model,
    String space,
    String strategy,
    List<String> objective,
    double tolerance,
    long seed,
    Map<String, String> parameters,
    List<String> restrictions,
    Optional<AttentionSchedule> start,
    OptionalLong budgetEvaluations,
    OptionalDouble budgetSeconds) {

  public SearchSetting {
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(strategy, "strategy");
    objective = List.copyOf(objective);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    restrictions = List.copyOf(restrictions);
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(budgetEvaluations, "budgetEvaluations");
    Objects.requireNonNull(budgetSeconds, "budgetSeconds");
  }

  /** What the schedules of this search are made for. */
  public MadeFor madeFor() {
    return new MadeFor(accelerator.name(), workload.name());
  }
}
