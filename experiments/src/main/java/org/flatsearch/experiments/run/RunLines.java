package org.flatsearch.experiments.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.record.SharedValues;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;

/**
 * Reads {@code runs.jsonl} line by line. A torn last line is left out: one without a line feed, or
 * one that the disk did not keep because the power failed.
 */
final class RunLines implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final InputStream in;

  /** The number of the line that each run is in. */
  private final Map<String, Long> lines = new HashMap<>();

  private final SharedValues shared = new SharedValues();

  private RunRecord record;
  private long number;
  private long end;
  private boolean torn;

  RunLines(Path file) throws IOException {
    this.file = file;
    in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
  }

  /**
   * Reads the next line.
   *
   * @return whether there was one that is whole
   * @throws InvalidInputException if a line is too long to be a run, or one other than the last is
   *     broken, or its run is in an earlier line too: counted twice, a run would make chance look
   *     significant
   */
  boolean next() throws IOException {
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
    try {
      String text = line.toString(StandardCharsets.UTF_8);
      record = RunRecord.read(StrictJson.readLine(text, file.toString(), number + 1), shared);
    } catch (InvalidInputException e) {
      if (in.read() < 0) {
        torn = true;
        return false;
      }
      throw new InvalidInputException(
          e.getMessage() + " Delete this line; \"run FILE --resume\" does its run again.", e);
    }
    number++;
    Long earlier = lines.putIfAbsent(record.id(), number);
    if (earlier != null) {
      throw new InvalidInputException(
          ("%s, line %s: run %s is there twice, first in line %s; delete one of the two"
                  + " lines.")
              .formatted(file, number, record.id(), earlier));
    }
    end += line.size() + 1;
    return true;
  }

  /** The run of the last line that was read. */
  RunRecord record() {
    return record;
  }

  /** The number of that line, counted from 1. */
  long number() {
    return number;
  }

  /** Where that line ends and the next one begins, in bytes. */
  long end() {
    return end;
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
