package org.flatsearch.experiments.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;

/**
 * Runs that one task executes, one after the other. On the driver, a batch refers to the runs, and
 * they are turned into JSON only when Spark sends it, so that a million runs take no more memory.
 */
final class Batch implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient List<Run> runs;
  private transient List<String> texts;
  private transient String firstId;

  Batch(List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /** The runs, on the driver. */
  List<Run> runs() {
    return runs;
  }

  /**
   * The runs, on a worker.
   *
   * @throws UnfitWorkerException if the worker reads them as other runs than the driver sent
   */
  List<Run> received() {
    List<Run> received = new ArrayList<>();
    try {
      for (String text : texts) {
        received.add(Run.read(StrictJson.readString(text, "run " + received.size())));
      }
    } catch (InvalidInputException e) {
      throw UnfitWorkerException.readsDifferently(": " + e.getMessage());
    }
    if (!received.get(0).id().equals(firstId)) {
      throw UnfitWorkerException.readsDifferently(".");
    }
    return received;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.writeObject(runs.get(0).id());
    out.writeInt(runs.size());
    for (Run run : runs) {
      out.writeObject(run.toJson().toString());
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    firstId = (String) in.readObject();
    texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add((String) in.readObject());
    }
  }
}
