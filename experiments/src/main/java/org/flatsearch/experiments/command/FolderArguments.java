package org.flatsearch.experiments.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.text.ExperimentText;
import org.flatsearch.json.FileErrors;
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
      arity = "0..*",
      description = "The folder of an experiment, such as results/runs/buffer-sweep.")
  private List<Path> folders = new ArrayList<>();

  /** The folders, at least one, each of an experiment and none named twice. */
  List<RunFolder> all() {
    if (folders.isEmpty()) {
      throw new InvalidInputException(
          "name the folder of an experiment, such as results/runs/buffer-sweep; \"run FILE\""
              + " creates one.");
    }
    List<RunFolder> all = folders.stream().map(RunFolder::new).toList();
    all.forEach(RunFolder::header);
    requireDistinct(all);
    return all;
  }

  /**
   * Refuses a folder that is named twice: runs counted twice would make chance look significant.
   */
  private static void requireDistinct(List<RunFolder> all) {
    Map<Path, Path> named = new HashMap<>();
    for (RunFolder folder : all) {
      Path earlier = named.putIfAbsent(realPath(folder.path()), folder.path());
      if (earlier != null) {
        throw new InvalidInputException(
            ("%s: this folder is named twice, the first time as %s; each run counts once, so"
                    + " leave one of the two out.")
                .formatted(folder.path(), earlier));
      }
    }
  }

  private static Path realPath(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw FileErrors.unreadable(folder, e);
    }
  }

  /** The folder, for a command that takes only one. */
  RunFolder single() {
    if (folders.size() > 1) {
      throw new InvalidInputException(
          "one folder at a time, found " + folders.size() + ": " + folders + ".");
    }
    return all().get(0);
  }

  /**
   * The finished runs of a folder; a line on standard error says so if some are missing, or if it
   * is not known which versions of models they are by.
   */
  List<RunRecord> runs(RunFolder folder) {
    List<RunRecord> runs = new ArrayList<>();
    folder.read(runs::add);
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          folder.path() + ": no run is finished yet; \"run FILE --resume\" continues.");
    }
    ExperimentHeader header = folder.header();
    if (runs.size() != header.runs()) {
      spec.commandLine()
          .getErr()
          .println(
              "%s: only %s."
                  .formatted(header.name(), ExperimentText.finished(runs.size(), header.runs())));
    }
    if (header.models().isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              header.name()
                  + ": the versions of its models were not recorded; figures by different versions"
                  + " can't be compared.");
    }
    return runs;
  }
}
