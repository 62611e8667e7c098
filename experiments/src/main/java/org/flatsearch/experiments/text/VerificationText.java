package org.flatsearch.experiments.text;

import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refusal;
import org.flatsearch.results.Verification.Replay;

/** The replay of the best schedules as a table. */
final class VerificationText {
  private VerificationText() {}

  static String of(Verification verification, String model) {
    String replay = verification.model();
    Columns columns = new Columns("rrrrrr");
    columns.row(
        "rank",
        "rank by " + model,
        "latency by " + replay,
        "by " + model,
        "energy by " + replay,
        "by " + model);
    int rank = 1;
    for (Replay schedule : verification.replays()) {
      columns.row(
          Integer.toString(rank),
          schedule.searchRank().isPresent()
              ? Integer.toString(schedule.searchRank().getAsInt())
              : "refined",
          Units.seconds(schedule.replayed().latencySeconds()),
          Units.seconds(schedule.searched().latencySeconds()),
          Units.joules(schedule.replayed().energyJoules()),
          Units.joules(schedule.searched().energyJoules()));
      rank++;
    }
    StringBuilder text = new StringBuilder("Replayed by " + replay + "\n");
    text.append(columns.text("  "));
    long fitting =
        verification.replays().stream().filter(each -> each.replayed().isFeasible()).count();
    if (fitting < verification.replays().size()) {
      // Otherwise the figures of those ranks seem to be out of order.
      text.append("  From rank ")
          .append(fitting + 1)
          .append(" on, no schedule fits the buffer by ")
          .append(replay)
          .append(".\n");
    }
    verification
        .refinement()
        .ifPresent(
            tried ->
                text.append("  Refined by ")
                    .append(Units.count(tried.replays()))
                    .append(" replays of changes; ")
                    .append(Units.count(tried.ruledOut()))
                    .append(" were ruled out by the bound of model ")
                    .append(model)
                    .append(".\n"));
    for (Refusal refusal : verification.refusals()) {
      text.append("  Rank ")
          .append(refusal.searchRank())
          .append(" by ")
          .append(model)
          .append(" was not replayed: ")
          .append(refusal.reason())
          .append('\n');
    }
    return text.toString();
  }
}
