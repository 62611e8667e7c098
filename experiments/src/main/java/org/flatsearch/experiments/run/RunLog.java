package org.flatsearch.experiments.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.FileChanges;
import org.flatsearch.json.FileChanges.Change;
import org.flatsearch.json.InvalidInputException;

/**
 * The file {@code runs.jsonl}: one line for each finished run, appended when it finishes.
 *
 * <p>A line counts once its line feed is written. However the program ends, every line but the last
 * is whole. If the last one is torn, it is cut off when the file is opened again. Lines are forced
 * to the disk every second and at the end, so that a loss of power costs at most a second of work.
 */
final class RunLog implements AutoCloseable {
  private static final long FORCE_NANOS = 1_000_000_000L;

  private final Path file;
  private final FileChannel channel;

  /** Tells the file from another one of its name; null where the system has nothing that does. */
  private final Object key;

  /**
   * Where each finished run is; null for one that is not finished. It begins with all runs, so that
   * its keys are the identifiers of the definition: a copy of each would take as much memory again.
   */
  private final Map<String, Extent> extents = new HashMap<>();

  private int finished;
  private long end;
  private long forcedNanos = System.nanoTime();
  private boolean tornLineCut;
  private List<Long> damaged;

  /** The bytes of a line in the file, its line feed included. */
  private record Extent(long begin, int length) {}

  private RunLog(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    key = keyOf(file);
  }

  private static Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /**
   * Opens the file, which need not exist.
   *
   * @param ids the identifiers of the runs that may be in it
   * @param lines receives each finished run
   * @throws InvalidInputException if a line breaks a rule, is there twice, or is of an unknown run
   * @throws IOException if the file can't be read or written
   */
  static RunLog open(Path file, List<String> ids, Consumer<RunRecord> lines) throws IOException {
    FileChanges.before(Change.CREATE, file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      RunLog log = new RunLog(file, channel);
      ids.forEach(id -> log.extents.put(id, null));
      log.read(lines);
      return log;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void read(Consumer<RunRecord> lines) throws IOException {
    try (RunLines reader = new RunLines(file)) {
      while (reader.next()) {
        RunRecord run = reader.record();
        if (!extents.containsKey(run.id())) {
          throw new InvalidInputException(
              ("%s, line %s: run %s is not one of this definition and this program; take"
                      + " another folder, or start over with --restart.")
                  .formatted(file, reader.number(), run.id()));
        }
        add(run.id(), reader.begin(), (int) (reader.end() - reader.begin()));
        lines.accept(run);
      }
      tornLineCut = reader.isTorn();
      damaged = reader.damaged();
      end = reader.end();
    }
    channel.truncate(end);
  }

  private void add(String id, long begin, int length) {
    extents.put(id, new Extent(begin, length));
    end = begin + length;
    finished++;
  }

  /** Whether the last line was torn and therefore cut off. */
  boolean isTornLineCut() {
    return tornLineCut;
  }

  /** The numbers of damaged lines, which count as if they were not there. */
  List<Long> damaged() {
    return damaged;
  }

  /** Whether a run is finished. */
  boolean contains(String id) {
    return extents.get(id) != null;
  }

  /** The number of finished runs. */
  int size() {
    return finished;
  }

  /**
   * Appends a run. If that fails, the part of its line that was written is cut off, if possible.
   */
  void append(RunRecord run) throws IOException {
    ByteBuffer line = line(run);
    int length = line.remaining();
    try {
      FileChanges.before(Change.WRITE, file);
      for (long at = end; line.hasRemaining(); ) {
        at += channel.write(line, at);
      }
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
    add(run.id(), end, length);
    if (System.nanoTime() - forcedNanos > FORCE_NANOS) {
      force();
    }
  }

  private static ByteBuffer line(RunRecord run) {
    return ByteBuffer.wrap((Checksum.add(run.toLine()) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Forces what is written to the disk.
   *
   * @throws RunsLostException if the file has gone, so that this would be of no use
   */
  private void force() throws IOException {
    boolean isThere = Files.exists(file) && Objects.equals(key, keyOf(file));
    if (!isThere) {
      throw new RunsLostException(
          ("%s: the file was removed or replaced by another program while runs were written to it,"
                  + " and all %s that were finished are lost. Run again, with --restart where there"
                  + " is something in the folder.")
              .formatted(file, finished));
    }
    FileChanges.before(Change.SYNC, file);
    channel.force(false);
    forcedNanos = System.nanoTime();
  }

  /**
   * Sorts the lines into this order, in one step: a reader sees the old file or the new one. This
   * comes last: the file is closed then, as Windows replaces none that is open.
   *
   * @param ids all runs of the definition, finished or not
   * @param changed records that take the place of those with the same identifiers
   */
  void rewrite(List<String> ids, Map<String, RunRecord> changed) throws IOException {
    List<String> ordered = ids.stream().filter(this::contains).toList();
    force();
    if (!changed.isEmpty() || !isInOrder(ordered)) {
      RunFolder.replacing(() -> AtomicFile.write(file, target -> copy(ordered, changed, target)));
    }
  }

  private boolean isInOrder(List<String> ordered) {
    long next = 0;
    for (String id : ordered) {
      Extent extent = extents.get(id);
      if (extent.begin() != next) {
        return false;
      }
      next += extent.length();
    }
    return next == end; // unless a damaged line is left at the end
  }

  private void copy(
      List<String> ordered, Map<String, RunRecord> changed, WritableByteChannel target)
      throws IOException {
    for (String id : ordered) {
      if (changed.containsKey(id)) {
        for (ByteBuffer line = line(changed.get(id)); line.hasRemaining(); ) {
          target.write(line);
        }
      } else {
        copy(extents.get(id), target);
      }
    }
    channel.close();
  }

  private void copy(Extent extent, WritableByteChannel target) throws IOException {
    for (long copied = 0; copied < extent.length(); ) {
      copied += channel.transferTo(extent.begin() + copied, extent.length() - copied, target);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
