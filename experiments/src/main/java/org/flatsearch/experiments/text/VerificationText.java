package org.flatsearch.experiments.text;

import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Refusal;
import org.flatsearch.results.Verification.Replay;

/** The replay of the best schedules as a table. */
final class VerificationText {
  private VerificationText() {}

  static String of(Verification verification, String model) {
    return "Replayed by "
        + verification.model()
        + "\n"
        + replays(verification, model)
        + firstThatDoesNotFit(verification)
        + verification.refinement().map(tried -> refinement(tried, model)).orElse("")
        + refusals(verification, model);
  }

  private static String replays(Verification verification, String model) {
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
    return columns.text("  ");
  }

  /** Without it, the figures of those ranks would seem to be out of order. */
  private static String firstThatDoesNotFit(Verification verification) {
    long fitting =
        verification.replays().stream().filter(each -> each.replayed().isFeasible()).count();
    return fitting == verification.replays().size()
        ? ""
        : "  From rank "
            + (fitting + 1)
            + " on, no schedule fits the buffer by "
            + verification.model()
            + ".\n";
  }

  private static String refinement(Refinement tried, String model) {
    return "  Refined by "
        + Units.count(tried.replays())
        + " replays of changes; "
        + Units.count(tried.ruledOut())
        + " were ruled out by the bound of model "
        + model
        + ".\n";
  }

  private static String refusals(Verification verification, String model) {
    StringBuilder text = new StringBuilder();
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
