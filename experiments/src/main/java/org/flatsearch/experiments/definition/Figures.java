package org.flatsearch.experiments.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.Location;
import org.flatsearch.json.NearestNames;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.WorkloadFigure;

/**
 * The figures that a definition can change: those of accelerators, those of workloads, and {@code
 * sequence}, which sets the query and the key length of a workload at once.
 */
final class Figures {
  private static final String SEQUENCE = "sequence";

  private Figures() {}

  /** Whether it is a figure of workloads. */
  static boolean isOfWorkload(String figure) {
    return figure.equals(SEQUENCE) || WorkloadFigure.names().contains(figure);
  }

  /** Whether it is a figure of accelerators. */
  static boolean isOfAccelerator(String figure) {
    return AcceleratorFigure.names().contains(figure);
  }

  /** Refuses a figure that neither accelerators nor workloads have. */
  static void requireKnown(String figure, Location at) {
    if (!isOfWorkload(figure) && !isOfAccelerator(figure)) {
      List<String> known = new ArrayList<>(AcceleratorFigure.names());
      known.addAll(workloadNames());
      throw at.invalid(
          "neither accelerators nor workloads have a figure \"%s\". %s"
              .formatted(figure, NearestNames.advice(figure, known)));
    }
  }

  /** The figures of workloads, {@code sequence} included. */
  static List<String> workloadNames() {
    List<String> names = new ArrayList<>(WorkloadFigure.names());
    names.add(SEQUENCE);
    return names;
  }

  /**
   * The changes of a workload, with {@code sequence} replaced by the two lengths that it sets.
   *
   * @throws InvalidInputException if the workload has other queries than keys, or if another change
   *     sets one of the two lengths too
   */
  static Map<String, String> expanded(Map<String, String> changes, AttentionWorkload workload) {
    Map<String, String> expanded = new LinkedHashMap<>(changes);
    String length = expanded.remove(SEQUENCE);
    if (length != null) {
      for (WorkloadFigure same : List.of(WorkloadFigure.QUERY_LENGTH, WorkloadFigure.KEY_LENGTH)) {
        if (expanded.containsKey(same.path())) {
          throw new InvalidInputException(
              "sequence changes queries and keys, and "
                  + same.path()
                  + " is changed too; leave one of them out.");
        }
      }
      workload.requireAsManyQueriesAsKeys(
          "sequence would set queries and keys", "change keyLength, queryLength or both");
      expanded.put(WorkloadFigure.QUERY_LENGTH.path(), length);
      expanded.put(WorkloadFigure.KEY_LENGTH.path(), length);
    }
    return expanded;
  }
}
