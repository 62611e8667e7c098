package org.flatsearch.spec;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/** Every figure of an {@link AttentionWorkload}; all are whole numbers of at least 1. */
public enum WorkloadFigure {
  BATCH("batch", 64, AttentionWorkload::batch, "sequences that are processed together"),
  QUERY_HEADS("queryHeads", 12, AttentionWorkload::queryHeads, "query heads"),
  KEY_VALUE_HEADS(
      "keyValueHeads",
      12,
      AttentionWorkload::keyValueHeads,
      "key/value heads, a divisor of the query heads"),
  QUERY_LENGTH("queryLength", 512, AttentionWorkload::queryLength, "queries per sequence"),
  KEY_LENGTH("keyLength", 512, AttentionWorkload::keyLength, "keys per sequence"),
  QUERY_DIM("queryDim", 64, AttentionWorkload::queryDim, "head dimension E of queries and keys"),
  VALUE_DIM("valueDim", 64, AttentionWorkload::valueDim, "head dimension F of values and outputs"),
  WORD_BYTES("wordBytes", 2, AttentionWorkload::wordBytes, "size of an element of any tensor");

  private static final List<String> NAMES =
      Arrays.stream(values()).map(WorkloadFigure::path).toList();

  private final String path;
  private final int example;
  private final ToIntFunction<AttentionWorkload> value;
  private final String meaning;

  WorkloadFigure(String path, int example, ToIntFunction<AttentionWorkload> value, String meaning) {
    this.path = path;
    this.example = example;
    this.value = value;
    this.meaning = meaning;
  }

  /** All paths, in the order of documents. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The figure with a path.
   *
   * @throws InvalidInputException if there is none, naming the nearest
   */
  public static WorkloadFigure of(String path) {
    int index = NAMES.indexOf(path);
    if (index < 0) {
      throw new InvalidInputException(
          "There is no figure " + path + " of a workload. " + NearestNames.advice(path, NAMES));
    }
    return values()[index];
  }

  /** The path in JSON. */
  public String path() {
    return path;
  }

  /** What it means, in a phrase. */
  public String meaning() {
    return meaning;
  }

  /** The value that a workload has. */
  public int valueOf(AttentionWorkload workload) {
    return value.applyAsInt(workload);
  }

  /** An example of its value in a document, as JSON. */
  public String example() {
    return Integer.toString(example);
  }

  void check(int candidate) {
    if (candidate < 1) {
      throw new InvalidInputException(
          "%s: must be a whole number from 1 to %s, found %s."
              .formatted(path, Integer.MAX_VALUE, candidate));
    }
  }
}
