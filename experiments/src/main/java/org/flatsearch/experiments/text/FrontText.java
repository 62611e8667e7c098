package org.flatsearch.experiments.text;

import org.flatsearch.cost.Cost;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;

/** A Pareto front as a table. */
final class FrontText {
  /** The most schedules that a reader takes in; the document has all. */
  private static final int MOST = 20;

  private FrontText() {}

  static String of(ResultDocument result) {
    Columns columns = new Columns("rrrrl");
    columns.row("latency", "energy", "traffic", "footprint", "schedule");
    int shown = Math.min(MOST, result.front().size());
    for (RatedSchedule point : result.front().subList(0, shown)) {
      Cost cost = point.cost();
      columns.row(
          Units.seconds(cost.latencySeconds()),
          Units.joules(cost.energyJoules()),
          Units.bytes(cost.trafficBytes()),
          Units.bytes(cost.footprintBytes()),
          ScheduleText.summary(point.schedule(), result.setting().workload()));
    }
    return "Pareto front of "
        + String.join(", ", result.setting().objective())
        + ": "
        + Units.plural(result.front().size(), "schedule")
        + "\n"
        + columns.text("  ")
        + (shown == result.front().size()
            ? ""
            : "  and "
                + Units.count(result.front().size() - shown)
                + " more in the JSON document\n");
  }
}
