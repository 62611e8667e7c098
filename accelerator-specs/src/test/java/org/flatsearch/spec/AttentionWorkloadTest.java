package org.flatsearch.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionWorkloadTest {

  private static final String BERT =
      """
      { "schemaVersion": 1, "name": "bert", "batch": 64, "queryHeads": 12, "keyValueHeads": 12,
        "queryLength": 512, "keyLength": 512, "queryDim": 64, "valueDim": 64, "wordBytes": 2 }\
      """;

  @Test
  void everyHeadOfEverySequenceIsAnInstance() {
    AttentionWorkload bert = read(BERT);
    assertThat(bert.instances()).isEqualTo(64 * 12);
    assertThat(bert.rows()).isEqualTo(512);
    assertThat(bert.keys()).isEqualTo(512);
    assertThat(bert.macs()).isEqualTo(768L * 512 * 512 * 128);
  }

  @Test
  void queryHeadsThatShareAKeyValueHeadAreRowsOfOneInstance() {
    AttentionWorkload grouped =
        read(BERT).with(Map.of("queryHeads", "32", "keyValueHeads", "8", "queryLength", "1"));
    assertThat(grouped.instances()).isEqualTo(64 * 8);
    assertThat(grouped.rows()).isEqualTo(4);
  }

  @Test
  void readingWhatWasWrittenGivesAnEqualWorkload() {
    for (AttentionWorkload shipped : SpecCatalogue.workloads()) {
      String text = StrictJson.write(shipped.toJson());
      assertThat(read(text)).isEqualTo(shipped);
    }
  }

  @Test
  void theSequenceIsTheLengthOfQueriesAndKeys() {
    AttentionWorkload longer = read(BERT).withSequence(4096);
    assertThat(longer.queryLength()).isEqualTo(4096);
    assertThat(longer.keyLength()).isEqualTo(4096);
    assertThat(longer.name()).isEqualTo("bert");
    assertThat(longer.named("bert-4096").name()).isEqualTo("bert-4096");
  }

  @Test
  void aDecodeHasNoSequenceThatWouldMakeItAPrefill() {
    AttentionWorkload decode = read(BERT).with("queryLength", "1");
    assertRefused(
        () -> decode.withSequence(4096),
        "the sequence would set queries and keys, but workload 'bert' has 1 and 512 of them; change"
            + " keyLength, queryLength or both.");
  }

  @ParameterizedTest
  @EnumSource
  void everyFigureCanBeChangedByItsName(WorkloadFigure figure) {
    AttentionWorkload changed = read(BERT).with(figure.path(), otherValue(figure));
    assertThat(figure.valueOf(changed)).hasToString(otherValue(figure));
  }

  @Test
  void anUnknownFigureIsRefusedWithTheNearest() {
    assertRefused(
        () -> read(BERT).with("keyLenght", "1"),
        "There is no figure keyLenght of a workload. Did you mean keyLength?");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1.5", "2147483648", "NaN", "64KiB", "true", "''"})
  void aFigureMustBeAPositiveWholeNumber(String value) {
    assertRefused(
        () -> read(BERT).with("batch", value),
        "workload bert as changed, /batch: must be a whole number from 1 to 2147483647, found");
  }

  @Test
  void everyFigureWithoutADefaultIsRequired() {
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      if (figure.isOptional()) {
        continue;
      }
      String field = figure.path();
      String without = BERT.replaceAll("\"" + field + "\": \\d+,?", "").replaceAll(",\\s*}", "}");
      assertRefused(
          () -> read(without), "bert.json, /" + field + ": the field is missing, for example");
    }
  }

  @Test
  void queryHeadsMustBeAMultipleOfKeyValueHeads() {
    assertRefused(
        () -> read(BERT.replace("\"keyValueHeads\": 12", "\"keyValueHeads\": 5")),
        "bert.json: queryHeads (12) must be a multiple of keyValueHeads (5)");
    assertRefused(
        () -> read(BERT.replace("\"keyValueHeads\": 12", "\"keyValueHeads\": 24")),
        "bert.json: queryHeads (12) must be a multiple of keyValueHeads (24)");
  }

  @Test
  void aMillionKeysAndQueriesWithAThousandHeadsWork() {
    AttentionWorkload large =
        read(BERT)
            .with(
                Map.of(
                    "batch", "1",
                    "queryHeads", "1024",
                    "keyValueHeads", "1024",
                    "queryLength", "1048576",
                    "keyLength", "1048576",
                    "queryDim", "128",
                    "valueDim", "128"));
    assertThat(large.macs()).isEqualTo(1L << 58);
  }

  @Test
  void whatOverflowsIsRefused() {
    assertRefused(
        () -> read(BERT).with(Map.of("queryLength", "1073741824", "keyLength", "1073741824")),
        "workload bert as changed: the workload is too large to count");
    assertRefused(
        () -> read(BERT).with("batch", "2147483647"),
        "workload bert as changed: the workload has 25769803764 instances");
    assertRefused(
        () -> read(BERT).with(Map.of("keyValueHeads", "1", "queryLength", "2147483647")),
        "rows of an instance");
  }

  @Test
  void exactlySixtyThreeBitsAreTheLimit() {
    Map<String, String> figures =
        Map.of(
            "batch", "1",
            "queryHeads", "1",
            "keyValueHeads", "1",
            "queryLength", "1073741824",
            "keyLength", "1073741824",
            "queryDim", "1",
            "valueDim", "1",
            "wordBytes", "3");
    assertThat(read(BERT).with(figures).macs()).isEqualTo(1L << 61);
    assertRefused(() -> read(BERT).with(figures).with("wordBytes", "4"), "exceeds 63 bits");
  }

  @Test
  void headDimensionsAreAddedWithoutOverflow() {
    Map<String, String> figures =
        Map.of(
            "batch", "1",
            "queryHeads", "1",
            "keyValueHeads", "1",
            "queryLength", "1",
            "queryDim", "2147483647",
            "valueDim", "2147483647",
            "wordBytes", "1");
    assertThat(read(BERT).with(figures).macs()).isEqualTo(512 * ((1L << 32) - 2));
    assertRefused(
        () -> read(BERT).with(figures).with(Map.of("keyLength", "2147483647", "wordBytes", "2")),
        "exceeds 63 bits");
  }

  @Test
  void theNameIsNoFigure() {
    AttentionWorkload bert = read(BERT);
    assertThat(bert.hasFiguresOf(bert.named("other"))).isTrue();
    assertThat(WorkloadFigure.values())
        .noneMatch(figure -> bert.hasFiguresOf(bert.with(figure.path(), otherValue(figure))));
  }

  private static String otherValue(WorkloadFigure figure) {
    return switch (figure.kind()) {
      case COUNT -> figure == WorkloadFigure.QUERY_HEADS ? "24" : "6";
      case MASK -> "window-7";
      case BYTES -> "0.5";
      case FLAG -> "true";
    };
  }

  private static AttentionWorkload read(String json) {
    return AttentionWorkload.fromJson(StrictJson.readString(json, "bert.json"));
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
