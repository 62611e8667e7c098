package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The runs of several experiments, taken together. A name must mean the same in all of them, and a
 * run counts once: the same one counted twice would make chance look significant.
 */
final class ComparedFolders {
  /** What a name means, or a run is, and the folder where that was found first. */
  private record Found(Object meaning, RunFolder in) {}

  private final Map<List<String>, Found> found = new HashMap<>();
  private final List<RunRecord> runs = new ArrayList<>();
  private int planned;

  /** The runs that have been added. */
  List<RunRecord> runs() {
    return runs;
  }

  /** The number of runs that the definitions of all folders have, finished or not. */
  int planned() {
    return planned;
  }

  /**
   * Adds the runs of a folder.
   *
   * @throws InvalidInputException if one of its names means something else in an earlier folder, or
   *     one of its runs is in an earlier folder too
   */
  void add(RunFolder folder, ExperimentHeader header, List<RunRecord> finished) {
    requireSame("accelerator", folder, header.accelerators(), Accelerator::hasFiguresOf);
    requireSame("workload", folder, header.workloads(), AttentionWorkload::hasFiguresOf);
    requireSame("version of model", folder, header.models(), Integer::equals);
    for (RunRecord run : finished) {
      Found earlier = found.putIfAbsent(List.of("run", run.id()), new Found(run, folder));
      if (earlier != null) {
        throw new InvalidInputException(
            ("%s: run %s (%s with seed %s on %s × %s) is in %s as well; a run counts once,"
                    + " so leave one of the two folders out.")
                .formatted(
                    folder.path(),
                    run.id(),
                    run.setting().strategy(),
                    run.setting().seed(),
                    run.accelerator(),
                    run.workload(),
                    earlier.in.path()));
      }
    }
    runs.addAll(finished);
    planned += header.runs();
  }

  @SuppressWarnings("unchecked")
  private <T> void requireSame(
      String kind, RunFolder folder, Map<String, T> named, BiPredicate<T, T> isSame) {
    named.forEach(
        (name, meaning) -> {
          Found earlier = found.putIfAbsent(List.of(kind, name), new Found(meaning, folder));
          if (earlier != null && !isSame.test((T) earlier.meaning, meaning)) {
            throw new InvalidInputException(
                ("%s: %s '%s' is another than in %s; results for different ones can't be compared."
                        + " Compare the folders separately, or run one of them again with"
                        + " --restart.")
                    .formatted(folder.path(), kind, name, earlier.in.path()));
          }
        });
  }
}
