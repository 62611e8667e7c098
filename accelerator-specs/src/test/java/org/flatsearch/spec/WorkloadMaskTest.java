package org.flatsearch.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks, sizes of words by tensor, and values in keys. */
class WorkloadMaskTest {
  private static final AttentionWorkload PLAIN =
      new AttentionWorkload("layer", "", 2, 6, 3, 5, 9, 8, 4, 2);

  @ParameterizedTest
  @CsvSource({
    "none, 5, 9", "causal, 5, 9", "causal, 9, 9", "causal, 1, 9", "window-1, 5, 9",
    "window-4, 5, 9", "window-6, 5, 9", "window-9, 5, 9", "window-100, 9, 9", "window-3, 9, 9"
  })
  void aQuerySeesTheKeysOfTheDefinition(String mask, int queries, int keys) {
    AttentionWorkload masked =
        PLAIN.with(Map.of("mask", mask, "queryLength", "" + queries, "keyLength", "" + keys));
    int window = masked.mask().window();
    long visible = 0;
    for (int query = 0; query < queries; query++) {
      for (int key = 0; key < keys; key++) {
        int own = query + keys - queries;
        boolean sees = mask.equals("none") || key <= own && key > (long) own - window;
        assertThat(masked.firstKey(query) <= key && key <= masked.lastKey(query)).isEqualTo(sees);
        visible += sees ? 1 : 0;
      }
    }

    assertThat(masked.visibleLogits()).isEqualTo(visible * 2 * 6);
    assertThat(masked.macs()).isEqualTo(visible * 2 * 6 * (8 + 4));
    assertThat(masked.mask()).hasToString(mask);
  }

  @Test
  void writesOnlyWhatDiffersFromThePlainCase() {
    assertThat(StrictJson.write(PLAIN.toJson())).doesNotContain("mask", "ytes\": {", "logit", "In");
    assertThat(PLAIN)
        .hasToString(
            "AttentionWorkload[name=layer, description=, batch=2, queryHeads=6, keyValueHeads=3,"
                + " queryLength=5, keyLength=9, queryDim=8, valueDim=4, wordBytes=2]");
    assertThat(PLAIN.isPlain()).isTrue();
    AttentionWorkload changed =
        PLAIN
            .withMask(Mask.window(3))
            .withBytes(new WordBytes(2, 0.5, 0.5, 4), 1)
            .withValuesInKeys(true);

    assertThat(changed.toJson().get("mask")).hasToString("{\"window\":3}");
    assertThat(changed.toJson().get("bytes")).hasToString("{\"K\":0.5,\"V\":0.5,\"O\":4}");
    assertThat(read(changed.toJson().toString())).isEqualTo(changed);
    assertThat(changed.isPlain()).isFalse();
    assertThat(changed.hasFiguresOf(PLAIN)).isFalse();
    assertThat(changed.with(Map.of("mask", "none")).mask()).isEqualTo(Mask.NONE);
    assertThat(PLAIN.with("wordBytes", "1").bytes()).isEqualTo(WordBytes.of(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'mask': {'window': 0}     | /mask/window: must be a whole number from 1 to",
        "'mask': 'full'            | /mask: must be \"none\", \"causal\" or",
        "'mask': null              | /mask: must be",
        "'bytes': {'K': 0.3}       | /bytes/K: must be a multiple of 0.5 from 0.5 to 8, found 0.3",
        "'bytes': {'K': 9}         | /bytes/K: must be a multiple of 0.5",
        "'bytes': {'k': 1}         | /bytes/k: unknown field. Did you mean K",
        "'logitBytes': '2'         | /logitBytes: must be a multiple of 0.5",
        "'valuesInKeys': true, 'bytes': {'K': 1} | bytes.V (2) must be equal to bytes.K (1)",
        "'isCausal': true          | /isCausal: unknown field",
      })
  void refusesWhatNoWorkloadHas(String fields, String message) {
    String json = PLAIN.toJson().toString().replace("\"batch\"", fields + ", \"batch\"");

    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAMaskThatLeavesAQueryNoKeyAndValuesThatAreNoPartOfKeys() {
    assertThatThrownBy(() -> PLAIN.with("queryLength", "10").withMask(Mask.CAUSAL))
        .hasMessageContaining("queryLength (10) must be at most keyLength (9)");
    assertThatThrownBy(() -> PLAIN.with("valueDim", "9").withValuesInKeys(true))
        .hasMessageContaining("valueDim (9) must be at most queryDim (8)");
    assertThatThrownBy(() -> PLAIN.withBytes(WordBytes.of(0.3), 2)).hasMessageContaining("bytes.Q");
    assertThatThrownBy(() -> Mask.window(0)).isInstanceOf(InvalidInputException.class);
  }

  private static AttentionWorkload read(String json) {
    return AttentionWorkload.fromJson(StrictJson.readString(json, "layer.json"));
  }
}
