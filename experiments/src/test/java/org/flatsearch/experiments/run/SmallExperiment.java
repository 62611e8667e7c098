package org.flatsearch.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.run.Experiment.Existing;

/**
 * An experiment of a second or so, for tests.
 *
 * @param file its definition
 */
record SmallExperiment(Path file) {
  static final String VERSION = "FlatSearch test";

  private static final String TIMES =
      ",\"seconds\":[^,]*,\"cpuSeconds\":[^,]*(,\"crc32c\":\"[0-9a-f]{8}\")?}$";

  /** Writes a definition into a folder: 48 runs, and one with a line of as many lower bounds. */
  static SmallExperiment in(Path folder, int bounds) {
    String definition =
        """
        schemaVersion: 1
        name: small
        accelerators: [flat-edge]
        workloads: [bert, trxl]
        models: [flat]
        budgets: [3000]
        searches:
          - name: heuristics
            strategies: [random, hill-climbing, genetic]
            seeds: [1..8]
          - name: talkative
            workloads: [bert]
            strategies: [{name: talkative, parameters: {bounds: %d}}]
        """
            .formatted(bounds);
    return new SmallExperiment(write(folder.resolve("small.yaml"), definition));
  }

  /** Writes a file. */
  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Definition definition() {
    return DefinitionReader.read(file);
  }

  List<PlannedRun> runs() {
    return PlannedRuns.of(definition());
  }

  Experiment experiment(Path folder) {
    return experiment(folder, VERSION);
  }

  /** The experiment as another version of the program runs it. */
  Experiment experiment(Path folder, String version) {
    return new Experiment(definition(), runs(), new RunFolder(folder), version);
  }

  /** Runs it to the end in this process. */
  Experiment.Summary run(Path folder, Existing existing) throws IOException {
    return experiment(folder).execute(new LocalRunExecutor(2), existing, ExperimentListener.NONE);
  }

  /** The lines of the results, without the times. */
  static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readString(new RunFolder(folder).runsFile()).split("\n", -1)) {
      lines.add(withoutTimes(line));
    }
    return lines;
  }

  /** A line without its times. */
  static String withoutTimes(String line) {
    return line.replaceFirst(TIMES, "");
  }

  /** The names of the files of a folder. */
  static List<String> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }
}
