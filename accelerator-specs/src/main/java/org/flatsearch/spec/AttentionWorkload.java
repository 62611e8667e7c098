package org.flatsearch.spec;

import static org.flatsearch.spec.WorkloadFigure.*;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;

/**
 * The attention of one layer: {@code softmax(Q·Kᵀ)·V} for every batch and head.
 *
 * <p>An instance is one (batch, key/value head) pair; nothing is reused between instances. Query
 * heads that share a key/value head (grouped queries) are rows of the same instance. Per instance Q
 * is [rows, E], K is [keys, E], V is [keys, F], the logits are [rows, keys] and O is [rows, F]. One
 * query per sequence is decode; otherwise, a number of queries that differs from the number of keys
 * is cross-attention.
 *
 * @param name its name in schedules and results: letters, digits and {@code . _ + -}
 * @param description a sentence for users; may be empty
 * @param batch sequences that are processed together
 * @param queryHeads query heads, a multiple of {@code keyValueHeads}
 * @param keyValueHeads key/value heads
 * @param queryLength queries per sequence
 * @param keyLength keys per sequence
 * @param queryDim head dimension E of queries and keys
 * @param valueDim head dimension F of values and outputs
 * @param wordBytes size of an element of any tensor, in bytes
 */
public record AttentionWorkload(
    String name,
    String description,
    int batch,
    int queryHeads,
    int keyValueHeads,
    int queryLength,
    int keyLength,
    int queryDim,
    int valueDim,
    int wordBytes) {

  /**
   * Validates all figures, and that their products can be counted: instances and rows in 31 bits,
   * and {@code instances · rows · keys · (E + F) · wordBytes}, which exceeds every count of words
   * or bytes without reloading, in 63 bits.
   *
   * @throws InvalidInputException if a figure breaks its rule, naming it
   */
  public AttentionWorkload {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    SpecNames.check(name);
    BATCH.check(batch);
    QUERY_HEADS.check(queryHeads);
    KEY_VALUE_HEADS.check(keyValueHeads);
    QUERY_LENGTH.check(queryLength);
    KEY_LENGTH.check(keyLength);
    QUERY_DIM.check(queryDim);
    VALUE_DIM.check(valueDim);
    WORD_BYTES.check(wordBytes);
    if (queryHeads % keyValueHeads != 0) {
      throw new InvalidInputException(
          ("queryHeads (%s) must be a multiple of keyValueHeads (%s), as each key/value head"
                  + " serves the same number of query heads.")
              .formatted(queryHeads, keyValueHeads));
    }
    long instances = (long) batch * keyValueHeads;
    requireInt("instances (batch · keyValueHeads)", instances);
    long rows = (long) queryLength * (queryHeads / keyValueHeads);
    requireInt("rows of an instance (queryLength · queryHeads / keyValueHeads)", rows);
    BigInteger work =
        BigInteger.valueOf(instances)
            .multiply(BigInteger.valueOf(rows))
            .multiply(BigInteger.valueOf(keyLength))
            .multiply(BigInteger.valueOf((long) queryDim + valueDim))
            .multiply(BigInteger.valueOf(wordBytes));
    if (work.bitLength() > 63) {
      throw new InvalidInputException(
          "the workload is too large to count: instances · rows · keys · (queryDim + valueDim) ·"
              + " wordBytes = "
              + work
              + " exceeds 63 bits. Make the batch or a length smaller.");
    }
  }

  /**
   * Reads a workload from its document.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  public static AttentionWorkload fromJson(JsonObjectReader document) {
    return WorkloadDocument.read(document);
  }

  /** The document of this workload; reading it gives an equal one. */
  public ObjectNode toJson() {
    return WorkloadDocument.write(this);
  }

  /** Instances I: (batch, key/value head) pairs. */
  public int instances() {
    return batch * keyValueHeads;
  }

  /** Rows P of an instance: the queries of all query heads that share its key/value head. */
  public int rows() {
    return queryLength * (queryHeads / keyValueHeads);
  }

  /** Keys M of an instance. */
  public int keys() {
    return keyLength;
  }

  /** Multiply-accumulates of both stages: {@code I·P·M·(E+F)}. */
  public long macs() {
    return (long) instances() * rows() * keys() * ((long) queryDim + valueDim);
  }

  /** Whether both compute the same, whatever they are called. */
  public boolean hasFiguresOf(AttentionWorkload other) {
    return Arrays.stream(WorkloadFigure.values())
        .allMatch(figure -> figure.valueOf(this) == figure.valueOf(other));
  }

  /**
   * This workload with {@code length} queries and {@code length} keys per sequence.
   *
   * @throws InvalidInputException if it has other queries than keys, or the length breaks a rule
   */
  public AttentionWorkload withSequence(int length) {
    requireAsManyQueriesAsKeys(
        "the sequence would set queries and keys", "change keyLength, queryLength or both");
    String text = Integer.toString(length);
    return with(Map.of(QUERY_LENGTH.path(), text, KEY_LENGTH.path(), text));
  }

  /**
   * Checks that one length can be set for both queries and keys: a decode with as many queries as
   * keys would be a prefill by another name.
   *
   * @param change what would set both, as the beginning of the message
   * @param remedy what to do instead, as the end of the message
   * @throws InvalidInputException if there are not as many queries as keys
   */
  public void requireAsManyQueriesAsKeys(String change, String remedy) {
    if (queryLength != keyLength) {
      throw new InvalidInputException(
          "%s, but workload '%s' has %s and %s of them; %s."
              .formatted(change, name, queryLength, keyLength, remedy));
    }
  }

  /**
   * This workload with one figure changed.
   *
   * @param figure its name in JSON, for instance {@code keyLength}
   * @param value a whole number as text, as on the command line
   * @throws InvalidInputException if there is no such figure (naming the nearest) or the value
   *     breaks a rule
   */
  public AttentionWorkload with(String figure, String value) {
    Objects.requireNonNull(figure, "figure");
    Objects.requireNonNull(value, "value");
    return with(Map.of(figure, value));
  }

  /**
   * This workload with several figures changed at once; the name stays.
   *
   * @param changes values by name in JSON
   * @throws InvalidInputException as for {@link #with(String, String)}
   */
  public AttentionWorkload with(Map<String, String> changes) {
    Objects.requireNonNull(changes, "changes");
    return WorkloadDocument.change(this, changes);
  }

  /**
   * This workload under another name.
   *
   * @throws InvalidInputException if it breaks the rule of names
   */
  public AttentionWorkload named(String newName) {
    return called(newName, description);
  }

  /** This workload without its description, which may state figures that were changed since. */
  public AttentionWorkload withoutDescription() {
    return called(name, "");
  }

  private AttentionWorkload called(String newName, String newDescription) {
    return new AttentionWorkload(
        newName,
        newDescription,
        batch,
        queryHeads,
        keyValueHeads,
        queryLength,
        keyLength,
        queryDim,
        valueDim,
        wordBytes);
  }

  private static void requireInt(String what, long value) {
    if (value > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "the workload has " + value + " " + what + "; at most " + Integer.MAX_VALUE + " work.");
    }
  }
}
