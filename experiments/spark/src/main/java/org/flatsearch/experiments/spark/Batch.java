package org.flatsearch.experiments.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.definition.Run;

/**
 * Runs that one task executes, one after the other. On the driver it refers to the runs; their
 * texts are made when Spark sends the batch, so that a million runs take no more memory for it.
 */
final class Batch implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient List<Run> runs;
  private transient byte[] packed;

  Batch(List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /** The runs, on the driver. */
  List<Run> runs() {
    return runs;
  }

  /** On a worker: for each run its identifier, followed by its JSON form. */
  List<String> texts() {
    return Texts.unpack(packed);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    byte[] bytes = packed != null ? packed : pack(runs);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] pack(List<Run> runs) {
    List<String> texts = new ArrayList<>();
    for (Run run : runs) {
      texts.add(run.id());
      texts.add(run.toJson().toString());
    }
    return Texts.pack(texts);
  }

  private void readObject(ObjectInputStream in) throws IOException {
    packed = in.readNBytes(in.readInt());
  }
}
