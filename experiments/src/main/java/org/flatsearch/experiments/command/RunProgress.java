package org.flatsearch.experiments.command;

import org.flatsearch.experiments.run.ExperimentListener.Left;
import org.flatsearch.experiments.run.ExperimentListener.Progress;
import org.flatsearch.experiments.text.Units;

/** How far an experiment is, in a line. */
final class RunProgress {
  private RunProgress() {}

  static String of(String name, Progress progress) {
    return "%s: %s of %s runs, %s, %s"
        .formatted(
            name,
            Units.count(progress.finished()),
            Units.count(progress.runs()),
            gap(progress),
            left(progress.left()));
  }

  private static String gap(Progress progress) {
    String gap =
        progress.gap().isPresent()
            ? "best gap " + Units.percent(progress.gap().getAsDouble())
            : "nothing proven yet";
    return progress.failed() == 0 ? gap : gap + ", " + progress.failed() + " failed";
  }

  private static String left(Left left) {
    if (left.seconds() == 0 && !left.isAll()) {
      return "time left unknown";
    }
    return (left.isAll() ? "" : "more than ") + Units.duration(left.seconds()) + " left";
  }
}
