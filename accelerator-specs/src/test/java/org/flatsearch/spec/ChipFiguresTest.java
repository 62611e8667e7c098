package org.flatsearch.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registers, the shared buffer, dealing and overheads. */
class ChipFiguresTest {
  private static final Accelerator PLAIN = SpecCatalogue.accelerator("flat-edge");

  private static final Map<String, String> FIGURES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("arrays", "4"),
              Map.entry("registerBytes", "256KiB"),
              Map.entry("sharedBufferBytes", "50MiB"),
              Map.entry("sharedBufferBytesPerSecond", "5.5TB/s"),
              Map.entry("coreBytesPerSecond", "40GB/s"),
              Map.entry("dealing", "queue"),
              Map.entry("itemCycles", "640"),
              Map.entry("stepCycles", "180"),
              Map.entry("maskedStepCycles", "90"),
              Map.entry("lanesHidden", "0.65"),
              Map.entry("loadsHidden", "0"),
              Map.entry("laneOperations.perRowStep", "16"),
              Map.entry("launchSeconds", "40us"),
              Map.entry("layoutPasses", "1.3")));

  @Test
  void areReadAndWrittenIfTheyAreNotTheDefaults() throws Exception {
    Accelerator chip = PLAIN.with(FIGURES);

    assertThat(chip.arrays()).isEqualTo(4);
    assertThat(chip.dealing()).isEqualTo(Dealing.QUEUE);
    assertThat(chip.memories())
        .isEqualTo(new Accelerator.Memories(256 << 10, 50 << 20, 5.5e12, 40e9));
    assertThat(chip.overheads())
        .isEqualTo(new Accelerator.Overheads(640, 180, 90, 0.65, 0, 40e-6, 1.3));
    assertThat(chip.laneOperations().perRowStep()).isEqualTo(16);
    assertThat(chip.sources()).containsEntry("dealing", Accelerator.USER_SOURCE);
    String json = StrictJson.write(chip.toJson());
    assertThat(Accelerator.fromJson(StrictJson.readString(json, "chip.json"))).isEqualTo(chip);
    assertThat(SpecSchemasTest.schema("accelerator").validate(chip.toJson())).isEmpty();
    FIGURES.keySet().forEach(name -> assertThat(PLAIN.toJson().has(name)).isFalse());
    assertThat(PLAIN.memories()).isEqualTo(Accelerator.Memories.NONE);
    assertThat(PLAIN.overheads()).isEqualTo(Accelerator.Overheads.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sharedBufferBytes | 1048576 | flat-edge: a shared buffer (sharedBufferBytes 1048576)"
            + " needs",
        "lanesHidden       | 1.2     | /lanesHidden: must be a number from 0 to 1, found 1.2",
        "itemCycles        | -1      | /itemCycles: must be a number from 0",
        "registerBytes     | -1      | /registerBytes: must be a whole number from 0",
        "dealing           | 1       | /dealing: must be block or queue, found 1",
        "arrays            | 0       | /arrays: must be a whole number from 1",
      })
  void areRefusedIfNoChipHasThem(String figure, String value, String message) {
    var document = PLAIN.toJson();
    document.set(figure, SpecChange.literal(value));

    assertThatThrownBy(() -> Accelerator.fromJson(JsonObjectReader.over(document, "flat-edge")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
