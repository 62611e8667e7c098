package org.flatsearch.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.FileChanges;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.WriteFailedException;

/**
 * The folder of an experiment: the header {@code experiment.json} and the results {@code
 * runs.jsonl}.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
  /** The folder that has the folders of experiments by default. */
  public static final Path PARENT = Path.of("results", "runs");

  private static final String HEADER = "experiment.json";

  /** The name of the file of finished runs. */
  public static final String RUNS = "runs.jsonl";

  /** The files of an experiment, and those that {@code report} adds. */
  private static final List<String> FILES =
      List.of(HEADER, RUNS, "report.html", "summary.md", "runs.csv");

  public RunFolder {
    Objects.requireNonNull(path, "path");
  }

  /** The experiment that a path belongs to, as its folder or as one of the files in it. */
  public static Optional<RunFolder> around(Path path) {
    Path name = path.getFileName();
    boolean isFile = name != null && FILES.contains(name.toString());
    Path folder = isFile ? Objects.requireNonNullElse(path.getParent(), Path.of("")) : path;
    return Optional.of(new RunFolder(folder)).filter(RunFolder::isBegun);
  }

  /** The header file. */
  public Path headerFile() {
    return path.resolve(HEADER);
  }

  /** The file of finished runs. */
  public Path runsFile() {
    return path.resolve(RUNS);
  }

  /** The files that hold the experiment; those that {@code report} adds can be made again. */
  public Stream<Path> files() {
    return Stream.of(headerFile(), runsFile(), path.resolve(FolderLock.FILE));
  }

  /**
   * Whether an experiment was begun here. Where that can't be told, because access is denied, it is
   * taken for begun, so that reading it says why it can't be read.
   */
  boolean isBegun() {
    return Files.isDirectory(path) && !Files.notExists(headerFile());
  }

  /**
   * The header.
   *
   * @throws InvalidInputException if there is none, or it is broken
   */
  public ExperimentHeader header() {
    if (!isBegun()) {
      throw new InvalidInputException(
          path
              + ": this is not the folder of an experiment: there is no "
              + HEADER
              + ". "
              + around(path)
                  .map(folder -> "Name the folder that the file is in.")
                  .orElse("\"run FILE\" creates one."));
    }
    return ExperimentHeader.read(headerFile());
  }

  /**
   * Reads all finished runs; a torn last line is left out, and so are damaged lines.
   *
   * @return the numbers of the damaged lines
   * @throws InvalidInputException if a line breaks a rule or repeats a run, or the header lacks
   *     what a run names
   */
  public List<Long> read(Consumer<RunRecord> runs) {
    if (Files.notExists(runsFile())) {
      return List.of();
    }
    if (Files.isDirectory(runsFile())) {
      throw new InvalidInputException(
          runsFile() + ": must be a file, found a folder; name the folder of an experiment.");
    }
    ExperimentHeader header = header();
    try (RunLines lines = new RunLines(runsFile())) {
      while (lines.next()) {
        RunRecord run = lines.record();
        String line = runsFile() + ", line " + lines.number() + ", /";
        requireKnown(line + "accelerator", run.accelerator(), header.accelerators().keySet());
        requireKnown(line + "workload", run.workload(), header.workloads().keySet());
        runs.accept(run);
      }
      return lines.damaged();
    } catch (IOException e) {
      throw FileErrors.unreadable(runsFile(), e);
    }
  }

  private static void requireKnown(String where, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new InvalidInputException(
          "%s: there is no \"%s\" in %s. %s"
              .formatted(where, name, HEADER, NearestNames.advice(name, known)));
    }
  }

  /**
   * Keeps other processes out.
   *
   * @throws InvalidInputException if another process holds the lock
   */
  FolderLock lock() throws IOException {
    return FolderLock.take(
        path,
        "another process is running this experiment. Wait for it to finish, or name another"
            + " folder with --out.");
  }

  /** Creates the folder, if need be. */
  void create() {
    AtomicFile.makeFolder(path);
  }

  /** Writes the header. */
  void write(ExperimentHeader header) throws IOException {
    replacing(() -> AtomicFile.write(headerFile(), header.toText()));
  }

  /**
   * Replaces a file of the folder.
   *
   * @param write writes the file
   * @throws IOException if that fails: a disk that is full or broken is not a mistake of the user
   */
  static void replacing(Runnable write) throws IOException {
    try {
      write.run();
    } catch (WriteFailedException e) {
      throw e.getCause();
    }
  }

  /** Removes the temporary files of a program that was killed while it replaced a file. */
  void removeTemporaryFiles() {
    AtomicFile.removeTemporaries(headerFile());
    AtomicFile.removeTemporaries(runsFile());
  }

  /** Removes the runs, to start over. */
  void clear() throws IOException {
    FileChanges.before(FileChanges.Change.DELETE, runsFile());
    Files.deleteIfExists(runsFile());
  }

  /**
   * The header, if an experiment was begun here.
   *
   * @throws InvalidInputException if it is broken, or missing beside runs: nothing else says by
   *     which program and models they are
   */
  Optional<ExperimentHeader> headerIfBegun() {
    if (isBegun()) {
      return Optional.of(header());
    }
    if (Files.isRegularFile(runsFile()) && runsFile().toFile().length() > 0) {
      throw new InvalidInputException(
          ("%s: these are runs, but %s, which says what made them, is missing. Put it"
                  + " back, or: --restart discards them, --out names another folder.")
              .formatted(runsFile(), HEADER));
    }
    return Optional.empty();
  }
}
