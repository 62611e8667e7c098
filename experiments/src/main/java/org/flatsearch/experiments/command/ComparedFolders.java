package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  private static final int NOT_RECORDED = -1;

  /** The first version of every model. */
  private static final int FIRST = 1;

  private final Map<String, Accelerator> accelerators = new HashMap<>();
  private final Map<String, AttentionWorkload> workloads = new HashMap<>();
  private final Map<String, Integer> models = new HashMap<>();

  /**
   * The folder in which each specification, model or run was found first, by its kind and name or
   * its identifier.
   */
  private final Map<Object, RunFolder> foundIn = new HashMap<>();

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
    requireSame(
        "accelerator", folder, header.accelerators(), accelerators, Accelerator::hasFiguresOf);
    requireSame("workload", folder, header.workloads(), workloads, AttentionWorkload::hasFiguresOf);
    requireSameVersions(folder, versions(header, finished));
    for (RunRecord run : finished) {
      RunFolder earlier = foundIn.putIfAbsent(run.id(), folder);
      if (earlier != null) {
        throw new InvalidInputException(
            ("%s: run %s (%s with seed %s on %s × %s) is in %s as well; a run counts once,"
                    + " so leave one of the two folders out.")
                .formatted(
                    folder.path(),
                    run.id(),
                    run.strategy(),
                    run.seed(),
                    run.accelerator(),
                    run.workload(),
                    earlier.path()));
      }
    }
    runs.addAll(finished);
    planned += header.runs();
  }

  /** The version of each model that runs of a folder are by; of old programs, not recorded. */
  private static Map<String, Integer> versions(ExperimentHeader header, List<RunRecord> finished) {
    if (!header.models().isEmpty()) {
      return header.models();
    }
    Map<String, Integer> unknown = new TreeMap<>();
    for (RunRecord run : finished) {
      unknown.put(run.model(), NOT_RECORDED);
    }
    return unknown;
  }

  private void requireSameVersions(RunFolder folder, Map<String, Integer> versions) {
    versions.forEach(
        (model, version) -> {
          Integer other = models.putIfAbsent(model, version);
          RunFolder earlier = foundIn.putIfAbsent(List.of("model", model), folder);
          if (other != null && canDiffer(version, other)) {
            throw new InvalidInputException(
                ("%s: the runs are by %s of model '%s', those in %s by %s; their figures can't be"
                     + " compared. Run one of the two again with --restart, or compare the folders"
                     + " separately.")
                    .formatted(folder.path(), named(version), model, earlier.path(), named(other)));
          }
        });
  }

  /** Programs that recorded no versions came before those that do, so theirs are no later ones. */
  private static boolean canDiffer(int version, int other) {
    boolean isFirst = Math.max(version, other) == FIRST;
    return version != other && !(isFirst && Math.min(version, other) == NOT_RECORDED);
  }

  private static String named(int version) {
    return version == NOT_RECORDED ? "a version that was not recorded" : "version " + version;
  }

  private <T> void requireSame(
      String kind,
      RunFolder folder,
      Map<String, T> named,
      Map<String, T> known,
      BiPredicate<T, T> isSame) {
    named.forEach(
        (name, spec) -> {
          T other = known.putIfAbsent(name, spec);
          RunFolder earlier = foundIn.putIfAbsent(List.of(kind, name), folder);
          if (other != null && !isSame.test(other, spec)) {
            throw new InvalidInputException(
                ("%s: %s '%s' has other figures than in %s; results for different ones can't be"
                     + " compared. Compare the folders separately, or give one of the two a name of"
                     + " its own.")
                    .formatted(folder.path(), kind, name, earlier.path()));
          }
        });
  }
}
