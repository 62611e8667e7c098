package org.flatsearch.experiments.text;

import java.util.List;
import org.flatsearch.cost.Cost;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** What a schedule is and what it costs. */
public final class EvaluationText {
  private EvaluationText() {}

  /**
   * The text of an evaluation.
   *
   * @param notes what to know of its figures, a line each
   */
  public static String of(EvaluationDocument evaluation, List<String> notes) {
    return target(evaluation, notes)
        + "\n"
        + schedule(evaluation.rated().schedule(), evaluation.workload(), evaluation.accelerator())
        + "\n"
        + "Cost\n"
        + cost(evaluation.rated().cost(), evaluation.accelerator());
  }

  /** The lines that say what everything below is about. */
  static String target(EvaluationDocument evaluation, List<String> notes) {
    Columns columns =
        new Columns("ll")
            .row("Accelerator", TargetText.of(evaluation.accelerator()))
            .row("Workload", TargetText.of(evaluation.workload()))
            .row("Model", evaluation.model());
    notes.forEach(note -> columns.row("", note));
    return columns.text("");
  }

  /** The loop nest, and how it is dealt to several cores. */
  static String schedule(
      AttentionSchedule schedule, AttentionWorkload workload, Accelerator accelerator) {
    return "Schedule: "
        + ScheduleText.summary(schedule, workload)
        + "\n"
        + ScheduleText.nest(schedule, workload)
        + ScheduleText.dealing(schedule, workload, accelerator);
  }

  /** The figures, by tensor, and what binds. */
  static String cost(Cost cost, Accelerator accelerator) {
    return CostText.figures(cost, accelerator)
        + "\nBy tensor\n"
        + CostText.tensors(cost)
        + "\n"
        + CostText.binds(cost)
        + "\n"
        + CostText.busy(cost);
  }
}
