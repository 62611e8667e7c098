package org.flatsearch.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.experiments.definition.Outline;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.text.ExperimentText;

/** What a report lacks while some runs are not finished, or have failed. */
final class PreviewNote {
  private PreviewNote() {}

  /** A sentence or two, or empty if all runs are finished. */
  static Optional<String> of(ExperimentHeader header, Outline outline, List<RunRecord> runs) {
    if (runs.size() >= header.runs()) {
      return Optional.empty();
    }
    List<String> missing = new ArrayList<>(outline.searchNames());
    missing.removeAll(runs.stream().map(RunRecord::search).distinct().toList());
    return Optional.of(
        ExperimentText.preview(runs.size(), header.runs())
            + (missing.isEmpty()
                ? ""
                : " It lacks what has no finished run: " + String.join(", ", missing) + "."));
  }
}
