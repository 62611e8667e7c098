package org.flatsearch.experiments.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;

/**
 * All runs that sought the same optimum.
 *
 * @param key the problem
 * @param reference the value that results are measured against
 * @param runs the runs of each contender
 */
public record ComparedProblem(
    ProblemKey key, Reference reference, Map<Contender, List<AnytimeRun>> runs) {
  public ComparedProblem {
    runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
  }

  /**
   * The problem of these records. A contender's run with one seed counts once: records of it differ
   * only in what was replayed after the search, and chance counted twice would look significant.
   */
  static ComparedProblem of(ProblemKey key, List<RunRecord> records) {
    Map<Contender, Map<Long, AnytimeRun>> bySeed = new LinkedHashMap<>();
    for (RunRecord record : records) {
      bySeed
          .computeIfAbsent(Contender.of(record), c -> new LinkedHashMap<>())
          .putIfAbsent(record.setting().seed(), new AnytimeRun(record));
    }
    Map<Contender, List<AnytimeRun>> runs = new LinkedHashMap<>();
    bySeed.forEach((contender, once) -> runs.put(contender, List.copyOf(once.values())));
    return new ComparedProblem(key, Reference.of(records), runs);
  }

  /** The runs of a contender; none if it did not take part in this problem. */
  public List<AnytimeRun> runs(Contender contender) {
    return runs.getOrDefault(contender, List.of());
  }

  /** The final gap of each run of a contender. */
  public double[] finalGaps(Contender contender) {
    return runs(contender).stream().mapToDouble(run -> reference.gap(run.finalValue())).toArray();
  }
}
