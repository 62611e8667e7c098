package org.flatsearch.spec;

import static org.flatsearch.spec.WorkloadFigure.*;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

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
 * @param wordBytes size of an element of any tensor, in bytes, unless the next say otherwise
 * @param mask which keys a query sees; the rows of an instance are then ordered by query: {@code
 *     row = query · queryHeads / keyValueHeads + head}
 * @param bytes size of an element of each tensor, in bytes
 * @param logitBytes size of a logit after the softmax, in bytes
 * @param valuesInKeys whether V is the first F columns of K, as in absorbed latent attention
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
    int wordBytes,
    Mask mask,
    WordBytes bytes,
    double logitBytes,
    boolean valuesInKeys) {

  /**
   * A plain workload: without a mask, and with words of one size.
   *
   * @throws InvalidInputException if a figure breaks its rule, naming it
   */
  public AttentionWorkload(
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
    this(
        name,
        description,
        batch,
        queryHeads,
        keyValueHeads,
        queryLength,
        keyLength,
        queryDim,
        valueDim,
        wordBytes,
        Mask.NONE,
        WordBytes.of(wordBytes),
        wordBytes,
        false);
  }

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
    Objects.requireNonNull(mask, "mask");
    BYTES_Q.checkSize(bytes.q(), wordBytes);
    BYTES_K.checkSize(bytes.k(), wordBytes);
    BYTES_V.checkSize(bytes.v(), wordBytes);
    BYTES_O.checkSize(bytes.o(), wordBytes);
    LOGIT_BYTES.checkSize(logitBytes, wordBytes);
    if (queryHeads % keyValueHeads != 0) {
      throw new InvalidInputException(
          ("queryHeads (%s) must be a multiple of keyValueHeads (%s), as each key/value head"
                  + " serves the same number of query heads.")
              .formatted(queryHeads, keyValueHeads));
    }
    if (!mask.isNone() && queryLength > keyLength) {
      throw new InvalidInputException(
          ("mask %s leaves the first queries no key: queryLength (%s) must be at most keyLength"
                  + " (%s). Use fewer queries or more keys, or leave out the mask.")
              .formatted(mask, queryLength, keyLength));
    }
    if (valuesInKeys && valueDim > queryDim) {
      throw new InvalidInputException(
          ("valuesInKeys: V is the first columns of K, so valueDim (%s) must be at most queryDim"
                  + " (%s). Change these, or leave out valuesInKeys.")
              .formatted(valueDim, queryDim));
    }
    if (valuesInKeys && bytes.v() != bytes.k()) {
      throw new InvalidInputException(
          ("valuesInKeys: V is the first columns of K, so bytes.V (%s) must be equal to bytes.K"
                  + " (%s). Change these, or leave out valuesInKeys.")
              .formatted(StrictJson.number(bytes.v()), StrictJson.number(bytes.k())));
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
            .multiply(BigInteger.valueOf(largest(wordBytes, bytes, logitBytes)));
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

  /**
   * Useful multiply-accumulates of both stages: {@code visibleLogits·(E+F)}, without a mask {@code
   * I·P·M·(E+F)}. A schedule may execute more, as it works on whole tiles.
   */
  public long macs() {
    return visibleLogits() * ((long) queryDim + valueDim);
  }

  /** The first key that a query sees; queries and keys count from 0. */
  public int firstKey(int query) {
    return mask.isNone() ? 0 : Math.max(0, lastKey(query) - mask.window() + 1);
  }

  /** The last key that a query sees. */
  public int lastKey(int query) {
    return mask.isNone() ? keyLength - 1 : query + (keyLength - queryLength);
  }

  /** Useful logits of all instances: those that a query sees. */
  public long visibleLogits() {
    long perHead = (long) queryLength * keyLength;
    if (!mask.isNone()) {
      // Query q sees q + 1 + before keys until the window is full; from then on, the window.
      long before = (long) keyLength - queryLength;
      long growing = Math.max(0, Math.min(queryLength, mask.window() - before));
      long full = queryLength - growing;
      perHead = growing * before + growing * (growing + 1) / 2 + full * mask.window();
    }
    return perHead * batch * queryHeads;
  }

  /** Whether it has no mask, words of one size and values of their own. */
  public boolean isPlain() {
    return Arrays.stream(WorkloadFigure.values())
        .noneMatch(figure -> figure.isOptional() && figure.isStated(this));
  }

  /** Whether both compute the same, whatever they are called. */
  public boolean hasFiguresOf(AttentionWorkload other) {
    return Arrays.stream(WorkloadFigure.values())
        .allMatch(figure -> figure.valueOf(this).equals(figure.valueOf(other)));
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
    return copy(newName, description, mask, bytes, logitBytes, valuesInKeys);
  }

  /** This workload without its description, which may state figures that were changed since. */
  public AttentionWorkload withoutDescription() {
    return copy(name, "", mask, bytes, logitBytes, valuesInKeys);
  }

  /**
   * This workload with another mask.
   *
   * @throws InvalidInputException if it leaves a query no key
   */
  public AttentionWorkload withMask(Mask newMask) {
    return copy(name, description, newMask, bytes, logitBytes, valuesInKeys);
  }

  /**
   * This workload with other sizes of words.
   *
   * @throws InvalidInputException if one breaks its rule
   */
  public AttentionWorkload withBytes(WordBytes newBytes, double newLogitBytes) {
    return copy(name, description, mask, newBytes, newLogitBytes, valuesInKeys);
  }

  /**
   * This workload with values that are a part of the keys, or not.
   *
   * @throws InvalidInputException if they cannot be
   */
  public AttentionWorkload withValuesInKeys(boolean areInKeys) {
    return copy(name, description, mask, bytes, logitBytes, areInKeys);
  }

  private AttentionWorkload copy(
      String newName,
      String newDescription,
      Mask newMask,
      WordBytes newBytes,
      double newLogitBytes,
      boolean areInKeys) {
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
        wordBytes,
        newMask,
        newBytes,
        newLogitBytes,
        areInKeys);
  }

  /** Its components, except those that have their defaults. */
  @Override
  public String toString() {
    return Arrays.stream(WorkloadFigure.values())
        .filter(figure -> figure.isStated(this))
        .map(figure -> ", " + figure.path() + "=" + figure.valueOf(this))
        .collect(
            Collectors.joining(
                "", "AttentionWorkload[name=" + name + ", description=" + description, "]"));
  }

  /** The largest size of a word of any tensor, rounded up to whole bytes. */
  public int largestWordBytes() {
    return largest(wordBytes, bytes, logitBytes);
  }

  private static int largest(int wordBytes, WordBytes bytes, double logitBytes) {
    return (int)
        Math.ceil(
            DoubleStream.of(wordBytes, bytes.q(), bytes.k(), bytes.v(), bytes.o(), logitBytes)
                .max()
                .orElseThrow());
  }

  private static void requireInt(String what, long value) {
    if (value > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "the workload has " + value + " " + what + "; at most " + Integer.MAX_VALUE + " work.");
    }
  }
}
