package org.flatsearch.experiments.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.run.EarlierBest;
import org.flatsearch.experiments.run.Experiment;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.flatsearch.experiments.run.ExperimentListener;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.run.LocalRunner;
import org.flatsearch.experiments.run.Preflight;
import org.flatsearch.experiments.run.RunExecutor;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.run.RunnerFailedException;
import org.flatsearch.experiments.run.RunnerSettings;
import org.flatsearch.experiments.run.Runners;
import org.flatsearch.experiments.run.RunsLostException;
import org.flatsearch.experiments.text.ExperimentText;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: all runs of an experiment. */
@Command(
    name = "run",
    description = "Runs an experiment: every run of a definition, on all cores or on a cluster.",
    footer = {
      "",
      "Each run is on disk as soon as it is finished. However the program ended, --resume"
          + " continues, and the results are the same as without interruption, apart from times.",
      "",
      "Exit codes: 0 all runs are finished, 1 some failed, the disk is full or the cluster can't"
          + " be used, 2 wrong input, 130 stopped with Ctrl-C.",
      "",
      "Examples:",
      "  run experiments/definitions/buffer-sweep.yaml",
      "  run definition.yaml --runner spark --master spark://head:7077"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The experiment definition, YAML or JSON.")
  private Path file;

  @Option(
      names = "--dry-run",
      description = "Show what would be run and where, without running it.")
  private boolean dryRun;

  @Option(
      names = "--resume",
      description =
          "Continue where an earlier session ended. The definition may have more runs by now.")
  private boolean resume;

  @Option(names = "--restart", description = "Discard the existing results and start over.")
  private boolean restart;

  @Option(
      names = "--start",
      paramLabel = "FOLDER",
      description =
          "The folder of an earlier experiment: each run begins at the best schedule that it has"
              + " for the same problem.")
  private Path start;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "Where results go; by default results/runs/ and the name of the experiment.")
  private Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at once; by default one per processor.")
  private Integer threads;

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      defaultValue = LocalRunner.NAME,
      description =
          "Where runs are executed: local (the default: in this process), spark, or another name"
              + " from \"list runners\".")
  private String runner;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "With --runner spark: the master of the cluster, such as spark://head:7077; spark-submit"
              + " supplies it.")
  private String master;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  private Definition definition;
  private RunFolder folder;

  private volatile ExperimentListener.Progress latest;
  private volatile ProgressLine shown;

  @Override
  public Integer call() {
    check();
    definition = DefinitionReader.read(file);
    folder = new RunFolder(out != null ? out : RunFolder.PARENT.resolve(definition.name()));
    if (restart && start != null && InputFiles.isSame(start, folder.path())) {
      throw new InvalidInputException(
          "%s: --start reads these results, so --restart must not discard them; give --out another name."
              .formatted(start));
    }
    List<PlannedRun> planned = PlannedRuns.of(definition);
    List<PlannedRun> runs =
        start == null ? planned : new EarlierBest(new RunFolder(start)).starts(planned);
    String version = spec.root().version()[0];
    Experiment experiment = new Experiment(definition, runs, folder, version);
    try (RunExecutor executor = Runners.executor(runner, settings())) {
      if (!dryRun) {
        experiment.requireUsable(existing());
      }
      Preflight.check(runs);
      if (dryRun) {
        print(plan(experiment, runs.size(), executor));
        return ExitCode.OK;
      }
      executor.prepare();
      return execute(experiment, executor);
    } catch (RunnerFailedException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private String plan(Experiment experiment, int all, RunExecutor executor) {
    List<PlannedRun> open = experiment.open(existing());
    if (open.isEmpty()) {
      return ExperimentText.nothingLeft(definition, all, folder);
    }
    String plan = ExperimentText.plan(definition, open, all, folder, executor);
    boolean exists = RunFolder.around(folder.path()).isPresent();
    return existing() == Existing.REFUSE && exists
        ? plan + ExperimentText.choiceOfExistingResults()
        : plan;
  }

  private void check() {
    RunFolder.around(file)
        .ifPresent(
            results -> {
              throw new InvalidInputException(
                  ("%s: these are results, not the definition of an experiment; \"report FOLDER\""
                          + " shows them, and run takes %s.")
                      .formatted(file, results.header().definitionFile()));
            });
    if (resume && restart) {
      throw new InvalidInputException(
          "--resume keeps the results that are there and --restart discards them; give one only.");
    }
    OptionRules.requireAtLeast("--threads", threads, 1);
  }

  private RunnerSettings settings() {
    return new RunnerSettings(
        threads == null ? OptionalInt.empty() : OptionalInt.of(threads),
        Optional.ofNullable(master));
  }

  private Existing existing() {
    return resume ? Existing.RESUME : restart ? Existing.DISCARD : Existing.REFUSE;
  }

  private int execute(Experiment experiment, RunExecutor executor) {
    try (Interruption interruption = new Interruption()) {
      interruption.onInterrupt(
          () -> {
            tellWhatIsKept();
            // There is no result to wait for: each run that is finished is on disk.
            interruption.endAtOnce();
          });
      Experiment.Summary summary;
      try {
        summary = executeShowing(experiment, executor);
      } catch (RunnerFailedException e) {
        if (interruption.happened() && latest != null) {
          // Ctrl-C cut the cluster off; what is kept has been printed already.
          return ExitCode.SOFTWARE;
        }
        throw e;
      }
      print(ExperimentText.summary(definition, folder, summary));
      if (summary.failed() > 0) {
        throw new CommandFailedException(ExperimentText.failures(summary));
      }
      return ExitCode.OK;
    } catch (RunsLostException e) {
      throw new CommandFailedException(e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailedException(
          ("%s: the results can't be written: %s. What is finished is safe; once that is"
                  + " put right, --resume continues.")
              .formatted(folder.path(), FileErrors.reason(e)),
          e);
    }
  }

  private Experiment.Summary executeShowing(Experiment experiment, RunExecutor executor)
      throws IOException {
    if (quiet) {
      return experiment.execute(executor, existing(), now -> latest = now);
    }
    String name = definition.name();
    try (ProgressLine line =
        ProgressLine.of(
            () -> latest == null ? name : ExperimentText.progress(name, latest),
            spec.commandLine().getErr())) {
      shown = line;
      return experiment.execute(executor, existing(), now -> latest = now);
    }
  }

  private void tellWhatIsKept() {
    if (latest != null) {
      if (shown != null) {
        shown.close();
      }
      spec.commandLine()
          .getErr()
          .println(
              ExperimentText.interrupted(definition, folder, latest.finished(), latest.runs()));
    }
  }

  private void print(String text) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(text);
    writer.flush();
  }
}
