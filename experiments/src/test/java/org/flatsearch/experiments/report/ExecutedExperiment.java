package org.flatsearch.experiments.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.Experiment;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.run.ExperimentListener;
import org.flatsearch.experiments.run.LocalRunExecutor;
import org.flatsearch.experiments.run.RunFolder;

/** An experiment and all of its runs, from which reports are made. */
record ExecutedExperiment(ExperimentHeader header, List<RunRecord> runs) {
  /** Executes the experiment that {@code text} defines, in a folder of its own below this one. */
  static ExecutedExperiment of(String text, Path folder) throws IOException {
    Definition definition = DefinitionReader.read(text, "test.yaml", folder);
    RunFolder results = new RunFolder(Files.createTempDirectory(folder, definition.name()));
    new Experiment(definition, PlannedRuns.of(definition), results, "FlatSearch test")
        .execute(new LocalRunExecutor(2), Existing.RESUME, ExperimentListener.NONE);
    List<RunRecord> runs = new ArrayList<>();
    results.read(runs::add);
    return new ExecutedExperiment(results.header(), runs);
  }

  List<BestRun> bestRuns() {
    return BestRun.of(runs);
  }

  String summary() {
    return SummaryText.of(header, runs);
  }
}
