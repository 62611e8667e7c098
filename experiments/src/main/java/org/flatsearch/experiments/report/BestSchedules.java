package org.flatsearch.experiments.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.table.FileNames;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;

/**
 * The best schedules of an experiment, each as a file: the best of each search for an accelerator,
 * a workload and an objective, unless none fits. The files are evaluations, which contain the
 * accelerator and the workload too, so that a program that reads a schedule needs nothing else.
 */
public final class BestSchedules {
  private BestSchedules() {}

  /** The contents of the files by their names. */
  public static Map<String, String> of(ExperimentHeader header, List<RunRecord> runs) {
    Map<String, String> files = new LinkedHashMap<>();
    FileNames names = new FileNames();
    for (BestRun best : BestRun.of(runs)) {
      RunRecord run = best.run();
      if (run.isFeasible()) {
        String name =
            names.distinct(best.series() + "_" + run.accelerator() + "_" + run.workload());
        Optional<KernelBlocks> kernel = KernelBlocks.of(header, best);
        EvaluationDocument document =
            new EvaluationDocument(
                kernel
                    .map(blocks -> blocks.chosen().accelerator())
                    .orElseGet(() -> header.accelerators().get(run.accelerator())),
                kernel
                    .map(blocks -> blocks.chosen().workload())
                    .orElseGet(() -> header.workloads().get(run.workload())),
                best.model(),
                version(header, best.model()),
                best.best());
        files.put(name + ".json", StrictJson.write(document.toJson()));
      }
    }
    return files;
  }

  private static OptionalInt version(ExperimentHeader header, String model) {
    Integer recorded = header.models().get(model);
    return recorded == null ? OptionalInt.empty() : OptionalInt.of(recorded);
  }
}
