package org.flatsearch.experiments.run;

import java.util.Objects;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;

/** The outcome of a run: finished or failed. */
public sealed interface RunOutcome {
  /** The identifier of the run. */
  String id();

  /**
   * The run was executed.
   *
   * @param record its result
   */
  record Finished(RunRecord record) implements RunOutcome {
    public Finished {
      Objects.requireNonNull(record, "record");
    }

    @Override
    public String id() {
      return record.id();
    }
  }

  /**
   * The run could not be executed.
   *
   * @param run the run
   * @param reason why not, for the user
   */
  record Failed(Run run, String reason) implements RunOutcome {
    public Failed {
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String id() {
      return run.id();
    }
  }
}
