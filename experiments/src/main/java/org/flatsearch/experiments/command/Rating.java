package org.flatsearch.experiments.command;

import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.ModelFailedException;
import org.flatsearch.results.RatedSchedule;

/** Rates the schedule of a file, with messages that name the file, or the model where it fails. */
final class Rating {
  private Rating() {}

  static EvaluationDocument evaluate(ScheduleFile file, CostModel model, Target target) {
    try {
      RatedSchedule rated =
          RatedSchedule.of(
              file.document().schedule(), model, target.accelerator(), target.workload());
      return new EvaluationDocument(target.accelerator(), target.workload(), model.name(), rated);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(file.origin() + ": " + e.getMessage(), e);
    } catch (ModelFailedException e) {
      throw new CommandFailedException(file.origin() + ": " + e.getMessage() + ".", e);
    }
  }
}
