package org.flatsearch.experiments.spark;

import java.io.Serializable;
import java.util.List;

/**
 * What a task gives back: the results of the first runs of its batch, or of all of them unless they
 * took too long.
 *
 * @param packed the results as they are sent
 */
record BatchResult(byte[] packed) implements Serializable {
  static BatchResult of(List<RunResult> results) {
    return new BatchResult(Texts.pack(results.stream().map(RunResult::toText).toList()));
  }

  List<RunResult> results() {
    return Texts.unpack(packed).stream().map(RunResult::read).toList();
  }
}
