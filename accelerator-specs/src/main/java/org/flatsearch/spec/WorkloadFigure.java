package org.flatsearch.spec;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.StrictJson;

/**
 * Every figure of an {@link AttentionWorkload}. The first are whole numbers of at least 1 that a
 * document must state; the others have defaults.
 */
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
  WORD_BYTES("wordBytes", 2, AttentionWorkload::wordBytes, "size of an element of any tensor"),
  MASK(
      "mask",
      Kind.MASK,
      "\"causal\"",
      AttentionWorkload::mask,
      "which keys a query sees: all (none), its own and those before (causal), or the last of"
          + " these (a window)"),
  BYTES_Q("bytes.Q", w -> w.bytes().q(), "size of an element of Q; wordBytes if left out"),
  BYTES_K("bytes.K", w -> w.bytes().k(), "size of an element of K; wordBytes if left out"),
  BYTES_V("bytes.V", w -> w.bytes().v(), "size of an element of V; wordBytes if left out"),
  BYTES_O("bytes.O", w -> w.bytes().o(), "size of an element of O; wordBytes if left out"),
  LOGIT_BYTES(
      "logitBytes",
      AttentionWorkload::logitBytes,
      "size of a logit after the softmax; wordBytes if left out"),
  VALUES_IN_KEYS(
      "valuesInKeys",
      Kind.FLAG,
      "true",
      AttentionWorkload::valuesInKeys,
      "whether V is the first valueDim columns of K, as in latent attention");

  /** The largest size of an element that is not the one of all tensors. */
  static final int MOST_BYTES = 8;

  /** What values a figure has. */
  enum Kind {
    /** A whole number of at least 1; only these must be stated. */
    COUNT,
    /** A {@link Mask}. */
    MASK,
    /** A positive multiple of half a byte. */
    BYTES,
    /** true or false. */
    FLAG
  }

  private static final String SIZE = "a multiple of 0.5 from 0.5 to " + MOST_BYTES;

  private static final List<String> NAMES =
      Arrays.stream(values()).map(WorkloadFigure::path).toList();

  private final String path;
  private final Kind kind;
  private final String example;
  private final Function<AttentionWorkload, Object> value;
  private final String meaning;

  WorkloadFigure(
      String path, int example, Function<AttentionWorkload, Object> value, String meaning) {
    this(path, Kind.COUNT, Integer.toString(example), value, meaning);
  }

  WorkloadFigure(String path, Function<AttentionWorkload, Object> value, String meaning) {
    this(path, Kind.BYTES, "1", value, meaning);
  }

  WorkloadFigure(
      String path,
      Kind kind,
      String example,
      Function<AttentionWorkload, Object> value,
      String meaning) {
    this.path = path;
    this.kind = kind;
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

  /** The value that a workload has: an Integer, {@link Mask}, Double or Boolean. */
  public Object valueOf(AttentionWorkload workload) {
    return value.apply(workload);
  }

  /** That value as text, as {@link AttentionWorkload#with} takes it. */
  public String text(AttentionWorkload workload) {
    Object found = valueOf(workload);
    return found instanceof Double number ? StrictJson.number(number).asText() : found.toString();
  }

  /** Whether a document may leave it out. */
  public boolean isOptional() {
    return kind != Kind.COUNT;
  }

  /** The value if a document leaves it out; null if it must not, or if wordBytes decides. */
  public Object defaultValue() {
    return switch (kind) {
      case COUNT, BYTES -> null;
      case MASK -> Mask.NONE;
      case FLAG -> false;
    };
  }

  /** Whether the document of a workload states it: a value that is not the default. */
  public boolean isStated(AttentionWorkload workload) {
    return !valueOf(workload).equals(defaultOf(workload.wordBytes()));
  }

  /** The default in a workload with this size of words; null if there is none. */
  Object defaultOf(int wordBytes) {
    return kind == Kind.BYTES ? (Object) (double) wordBytes : defaultValue();
  }

  /** An example of its value in a document, as JSON. */
  public String example() {
    return example;
  }

  Kind kind() {
    return kind;
  }

  Object read(JsonValueReader json) {
    return switch (kind) {
      case COUNT -> json.asInt(1, Integer.MAX_VALUE);
      case MASK -> Mask.read(json);
      case FLAG -> json.asBoolean();
      case BYTES -> {
        double bytes = json.node().asDouble();
        if (!json.isNumber() || !isSize(bytes)) {
          throw json.mustBe(SIZE);
        }
        yield bytes;
      }
    };
  }

  void check(int candidate) {
    if (candidate < 1) {
      throw new InvalidInputException(
          "%s: must be a whole number from 1 to %s, found %s."
              .formatted(path, Integer.MAX_VALUE, candidate));
    }
  }

  void checkSize(double candidate, int wordBytes) {
    if (candidate != wordBytes && !isSize(candidate)) {
      throw new InvalidInputException("%s: must be %s, found %s.".formatted(path, SIZE, candidate));
    }
  }

  private static boolean isSize(double bytes) {
    return bytes > 0 && bytes <= MOST_BYTES && 2 * bytes % 1 == 0;
  }
}
