package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.text.ExperimentText;
import org.flatsearch.json.InvalidInputException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments that name folders of experiments. */
final class FolderArguments {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "1..*",
      description = "The folder of an experiment, such as results/runs/buffer-sweep.")
  private List<Path> folders = new ArrayList<>();

  /** The folders, each of an experiment and none named twice: runs would count twice. */
  List<RunFolder> all() {
    Set<Path> named = new HashSet<>();
    for (Path folder : folders) {
      if (!named.add(folder.toAbsolutePath().normalize())) {
        throw new InvalidInputException(folder + ": this folder is named twice; leave out one.");
      }
    }
    List<RunFolder> all = folders.stream().map(RunFolder::new).toList();
    all.forEach(RunFolder::header);
    return all;
  }

  /** The folder, for a command that takes only one. */
  RunFolder single() {
    if (folders.size() > 1) {
      throw new InvalidInputException(
          "one folder at a time, found " + folders.size() + ": " + folders + ".");
    }
    return all().get(0);
  }

  /** The finished runs of a folder; a line on standard error says so if some are missing. */
  List<RunRecord> runs(RunFolder folder) {
    List<RunRecord> runs = new ArrayList<>();
    List<Long> damaged = folder.read(runs::add);
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          folder.path() + ": no run is finished yet; \"run FILE --resume\" continues.");
    }
    ExperimentHeader header = folder.header();
    PrintWriter err = spec.commandLine().getErr();
    if (!damaged.isEmpty()) {
      err.println(ExperimentText.damaged(header.name(), damaged));
    }
    if (runs.size() != header.runs()) {
      err.println(
          "%s: only %s."
              .formatted(header.name(), ExperimentText.finished(runs.size(), header.runs())));
    }
    return runs;
  }
}
