package org.flatsearch.experiments.text;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flatsearch.experiments.run.RunRecord;

/** Strategies that did not stop when they had to, told so that their authors mend them. */
public final class GivenUpText {
  private GivenUpText() {}

  /** A line for each strategy that was given up in some of these runs. */
  public static List<String> of(List<RunRecord> runs) {
    Map<String, List<RunRecord>> byStrategy =
        runs.stream()
            .collect(Collectors.groupingBy(RunRecord::strategy, TreeMap::new, Collectors.toList()));
    byStrategy.values().removeIf(of -> of.stream().noneMatch(RunRecord::isGivenUp));
    return byStrategy.entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String of(String strategy, List<RunRecord> runs) {
    return "Strategy "
        + strategy
        + " did not stop and was given up in "
        + Units.count(runs.stream().filter(RunRecord::isGivenUp).count())
        + " of "
        + Units.plural(runs.size(), "run")
        + ", with what it had found by then; the run's exception has to leave its method search.";
  }
}
