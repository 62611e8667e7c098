package org.flatsearch.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Schedule documents that the tests of commands read. */
final class ScheduleFiles {
  /** FLAT's row granularity, everything but the logits streamed; every model accepts it. */
  static final String ROWS =
      """
      { "schemaVersion": 1, "madeFor": {"accelerator": "flat-edge", "workload": "bert-1024"},
        "shared": [ {"loop": "instance", "tile": 1}, {"loop": "row", "tile": 32} ],
        "logit":  { "loops": [ {"loop": "key", "tile": 1024}, {"loop": "queryDim", "tile": 64} ],
                    "stationarity": "output", "transposed": false },
        "attend": { "loops": [ {"loop": "key", "tile": 1024}, {"loop": "valueDim", "tile": 64} ],
                    "stationarity": "output", "transposed": false },
        "residency": { "Q": {"inside": "array"}, "K": {"inside": "array"},
                       "V": {"inside": "array"}, "O": {"inside": "array"},
                       "logits": {"inside": "row", "slots": 1} } }
      """;

  private ScheduleFiles() {}

  /** Writes a document to a file of the folder. */
  static String write(Path folder, String document) {
    try {
      return Files.writeString(folder.resolve("schedule.json"), document).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Writes {@link #ROWS}, without saying what it was made for. */
  static String writeWithoutMadeFor(Path folder) {
    return write(folder, ROWS.replaceFirst("\"madeFor\": \\{[^}]*},", ""));
  }
}
