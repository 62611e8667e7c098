package org.flatsearch.experiments.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.definition.Run;

/**
 * Runs that one task executes, one after the other. On the driver, a batch refers to the runs, and
 * they are turned into texts only when Spark sends it, so that a million runs take no more memory.
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

  /**
   * The runs, on a worker.
   *
   * @throws UnfitWorkerException if the worker reads them as other runs than the driver sent
   */
  List<Repetitions> received() {
    List<String> texts = Texts.unpack(packed);
    List<Repetitions> all = new ArrayList<>();
    for (int k = 0; k < texts.size(); k += 2) {
      all.add(Repetitions.read(texts.get(k), texts.get(k + 1)));
    }
    return all;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    byte[] bytes = packed != null ? packed : pack(runs);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] pack(List<Run> runs) {
    List<String> texts = new ArrayList<>();
    Repetitions.of(runs).forEach(repetitions -> repetitions.addTo(texts));
    return Texts.pack(texts);
  }

  private void readObject(ObjectInputStream in) throws IOException {
    packed = in.readNBytes(in.readInt());
  }
}
