package org.flatsearch.experiments.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.record.SharedValues;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;

/**
 * Reads {@code runs.jsonl} line by line. Left out are a torn last line, which has no line feed, and
 * damaged lines, which their {@link Checksum} does not fit.
 */
final class RunLines implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final InputStream in;

  /** The number of the line that each run is in. */
  private final Map<String, Long> lines = new HashMap<>();

  private final SharedValues shared = new SharedValues();

  private final List<Long> damaged = new ArrayList<>();
  private RunRecord record;
  private long number;
  private long begin;
  private long end;
  private boolean torn;

  RunLines(Path file) throws IOException {
    this.file = file;
    in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
  }

  /**
   * Reads on to the next line that is whole.
   *
   * @return whether there was one
   * @throws InvalidInputException if a line is too long to be a run, or breaks a rule, or its run
   *     is in an earlier line too: counted twice, a run would make chance look significant
   */
  boolean next() throws IOException {
    while (true) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next = in.read();
      while (next >= 0 && next != '\n') {
        if (line.size() == StrictJson.MAXIMUM_BYTES) {
          throw new InvalidInputException(
              "%s, line %s: the line is longer than %s bytes, the most allowed."
                  .formatted(file, number + 1, StrictJson.MAXIMUM_BYTES));
        }
        line.write(next);
        next = in.read();
      }
      if (next < 0) {
        torn = line.size() > 0;
        return false;
      }
      number++;
      begin = end;
      end += line.size() + 1;
      Optional<String> text = Checksum.remove(line.toString(StandardCharsets.UTF_8));
      if (text.isPresent()) {
        record = RunRecord.read(StrictJson.readLine(text.get(), file.toString(), number), shared);
        requireNew();
        return true;
      }
      damaged.add(number);
    }
  }

  private void requireNew() {
    Long earlier = lines.putIfAbsent(record.id(), number);
    if (earlier != null) {
      throw new InvalidInputException(
          ("%s, line %s: run %s is there twice, first in line %s; delete one of the two"
                  + " lines.")
              .formatted(file, number, record.id(), earlier));
    }
  }

  /** The run of the last line that was read. */
  RunRecord record() {
    return record;
  }

  /** The number of that line, counted from 1. */
  long number() {
    return number;
  }

  /** Where that line begins, in bytes. */
  long begin() {
    return begin;
  }

  /** Where the last line that has a line feed ends, in bytes. */
  long end() {
    return end;
  }

  /** The numbers of the damaged lines so far. */
  List<Long> damaged() {
    return damaged;
  }

  /** Whether the file ends in a torn line. */
  boolean isTorn() {
    return torn;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
