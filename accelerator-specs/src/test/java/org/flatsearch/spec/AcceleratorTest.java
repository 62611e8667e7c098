package org.flatsearch.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorTest {

  private static final String SMALLEST =
      """
      { "schemaVersion": 1, "name": "chip", "rows": 32, "columns": 16, "clockHz": "940MHz",
        "bufferBytes": "512KiB", "dramReadBytesPerSecond": "50GiB/s" }\
      """;

  @Test
  void sixFieldsAreEnough() {
    Accelerator chip = read(SMALLEST);
    assertThat(chip.name()).isEqualTo("chip");
    assertThat(chip.description()).isEmpty();
    assertThat(chip.rows()).isEqualTo(32);
    assertThat(chip.columns()).isEqualTo(16);
    assertThat(chip.clockHz()).isEqualTo(940e6);
    assertThat(chip.bufferBytes()).isEqualTo(524288);
    assertThat(chip.dramReadBytesPerSecond()).isEqualTo(53687091200.0);
  }

  @Test
  void theOtherFiguresHaveDefaults() {
    Accelerator chip = read(SMALLEST);
    assertThat(chip.cores()).isEqualTo(1);
    assertThat(chip.multicast()).isFalse();
    assertThat(chip.accumulatorBytes()).isEqualTo(4);
    assertThat(chip.onChipBytesPerSecond()).isInfinite();
    assertThat(chip.dramWriteBytesPerSecond()).isEqualTo(chip.dramReadBytesPerSecond());
    assertThat(chip.dramShared()).isTrue();
    assertThat(chip.dmaLatencyCycles()).isZero();
    assertThat(chip.transferPieces()).isEqualTo(1);
    assertThat(chip.fillCycles()).isEqualTo(new Accelerator.FillCycles(0, 0));
    assertThat(chip.stationaryLoadCycles()).isZero();
    assertThat(chip.lanes()).isInfinite();
    assertThat(chip.laneOperations()).isEqualTo(new Accelerator.LaneOperations(3, 1));
    assertThat(chip.energy()).isEqualTo(new Accelerator.Energy(0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(chip.sources()).containsEntry("cores", "default").doesNotContainKey("rows");
  }

  @Test
  void aFigureMayCarryItsSource() {
    Accelerator chip =
        read(with("\"rows\": 32", "\"rows\": {\"value\": 32, \"source\": \"data sheet\"}"));
    assertThat(chip.rows()).isEqualTo(32);
    assertThat(chip.sources()).containsEntry("rows", "data sheet");
    assertThatThrownBy(() -> chip.sources().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    Accelerator unsourced =
        read(with("\"rows\": 32", "\"rows\": {\"value\": 32, \"source\": \" \"}"));
    assertThat(unsourced.sources()).doesNotContainKey("rows");
  }

  /**
   * The mark of figures that a document leaves out is not accepted as a source, or a figure that
   * has it would be left out when written.
   */
  @Test
  void aFigureIsKeptWhateverItsSource() {
    Accelerator chip =
        read(with("\"rows\": 32", "\"rows\": {\"value\": 64, \"source\": \"default\"}"));
    assertThat(chip.rows()).isEqualTo(64);
    assertThat(chip.toJson().get("rows").asInt()).isEqualTo(64);
  }

  @Test
  void readingWhatWasWrittenGivesAnEqualAccelerator() {
    for (Accelerator shipped : SpecCatalogue.accelerators()) {
      String text = StrictJson.write(shipped.toJson());
      assertThat(read(text)).isEqualTo(shipped);
      assertThat(StrictJson.write(read(text).toJson())).isEqualTo(text);
    }
    Accelerator smallest = read(SMALLEST);
    assertThat(read(StrictJson.write(smallest.toJson()))).isEqualTo(smallest);
  }

  @Test
  void anUnlimitedResourceIsAbsentInItsDocument() {
    assertThat(read(SMALLEST).toJson().has("lanes")).isFalse();
    for (String figure : List.of("lanes", "onChipBytesPerSecond")) {
      Accelerator unlimited = read(SMALLEST).with(figure, "64").with(figure, "unlimited");
      assertThat(unlimited).as(figure).isEqualTo(read(SMALLEST));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bufferBytes, 204800",
    "bufferBytes, 200KiB",
    "bufferBytes, 2.048e5",
    "bufferBytes, ' 200 KiB '"
  })
  void aFigureIsChangedByItsName(String figure, String value) {
    Accelerator changed = SpecCatalogue.accelerator("flat-edge").with(figure, value);
    assertThat(changed.bufferBytes()).isEqualTo(204800);
    assertThat(changed.name()).isEqualTo("flat-edge");
    assertThat(changed.sources()).containsEntry("bufferBytes", "set by user");
  }

  @Test
  void writesFollowReadsUnlessTheyAreGiven() {
    Accelerator chip = read(SMALLEST).with("dramReadBytesPerSecond", "1GB/s");
    assertThat(chip.dramWriteBytesPerSecond()).isEqualTo(1e9);
    Accelerator rtl = SpecCatalogue.accelerator("rtl-16x16");
    assertThat(rtl.with("dramReadBytesPerSecond", "1GB/s").dramWriteBytesPerSecond())
        .isEqualTo(rtl.dramWriteBytesPerSecond());
  }

  @ParameterizedTest
  @EnumSource
  void everyFigureCanBeReadAndChangedByItsPath(AcceleratorFigure figure) {
    Accelerator finite =
        SpecCatalogue.accelerator("rtl-16x16")
            .with("onChipBytesPerSecond", "25.6GB/s")
            .with("coreBytesPerSecond", "12.8GB/s");
    Object value = figure.valueOf(finite);
    Accelerator changed = read(SMALLEST).with(figure.path(), value.toString());
    assertThat(figure.valueOf(changed)).isEqualTo(value);
    assertThat(AcceleratorFigure.of(figure.path())).isEqualTo(figure);
  }

  @Test
  void anUnknownFigureIsRefusedWithTheNearest() {
    assertRefused(
        () -> read(SMALLEST).with("bufferByte", "1"),
        "There is no figure bufferByte of an accelerator. Did you mean bufferBytes");
    assertRefused(
        () -> read(SMALLEST).with("energy.macJules", "1"), "Did you mean energy.macJoules?");
    assertRefused(() -> read(SMALLEST).with("energy", "1"), "There is no figure energy");
    assertRefused(() -> read(SMALLEST).with("name", "1"), "There is no figure name");
  }

  @ParameterizedTest
  @CsvSource({
    "rows, 0",
    "rows, -1",
    "rows, 1.5",
    "rows, 1048577",
    "rows, 4294967328",
    "rows, NaN",
    "rows, 32KiB",
    "rows, true",
    "rows, ''",
    "cores, 0",
    "multicast, 1",
    "multicast, yes",
    "clockHz, 0",
    "clockHz, -940MHz",
    "clockHz, NaN",
    "clockHz, Infinity",
    "clockHz, 1e400",
    "clockHz, 1e99999",
    "clockHz, 940mhz",
    "clockHz, unlimited",
    "bufferBytes, 0",
    "bufferBytes, 0.3KiB",
    "bufferBytes, 9223372036854775808",
    "bufferBytes, 9000PiB",
    "bufferBytes, 512KB",
    "onChipBytesPerSecond, 0",
    "onChipBytesPerSecond, 1e400",
    "dramReadBytesPerSecond, 0",
    "dmaLatencyCycles, -1",
    "transferPieces, 0",
    "lanes, 0",
    "lanes, -64",
    "laneOperations.perLogit, -1",
    "laneOperations.perLogit, 1.5",
    "energy.macJoules, -1pJ",
    "energy.macJoules, 17.2pJ/B",
    "energy.leakageWatts, 1e309",
    "energy.leakageWatts, 1.01e30",
    "lanes, 9.9e-10",
    "lanes, 1.01e30",
    "dramReadBytesPerSecond, 9.9e-10"
  })
  void aValueThatBreaksItsRuleIsRefused(String figure, String value) {
    assertThatThrownBy(() -> read(SMALLEST).with(figure, value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(figure + ": must be ")
        .hasMessageEndingWith(", found \"" + value + "\".");
  }

  @Test
  void theLargestValuesWork() {
    String most = "1048576";
    Accelerator large =
        read(SMALLEST)
            .with(Map.of("rows", most, "columns", most, "cores", most))
            .with("laneOperations.perLogit", most)
            .with("bufferBytes", "9223372036854775807");
    assertThat(large.processingElements()).isEqualTo(1L << 60);
    assertThat(large.laneOperations().perLogit()).isEqualTo(1 << 20);
    assertThat(large.bufferBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "rows, 1",
    "bufferBytes, 1",
    "clockHz, 1e-9",
    "clockHz, 1e30",
    "lanes, 1e-9",
    "lanes, 1e30",
    "laneOperations.perLogit, 0",
    "energy.leakageWatts, 0",
    "energy.leakageWatts, 1e30"
  })
  void theLeastAndTheLargestValueOfARuleWork(String figure, String value) {
    Accelerator changed = read(SMALLEST).with(figure, value);
    Number found = (Number) AcceleratorFigure.of(figure).valueOf(changed);
    assertThat(found.doubleValue()).isEqualTo(Double.parseDouble(value));
  }

  @Test
  void theMessageNamesRuleUnitAndWhatWasFound() {
    assertRefused(
        () -> read(with("\"512KiB\"", "\"512KB\"")),
        "chip.json, /bufferBytes: must be a whole number from 1 to 9223372036854775807 (in B), or a"
            + " quantity like \"512KiB\", found the string \"512KB\".");
    assertRefused(
        () -> read(with("\"rows\": 32", "\"rows\": \"32\"")),
        "chip.json, /rows: must be a whole number from 1 to 1048576, found the string \"32\".");
    assertRefused(
        () -> read(with("\"rows\"", "\"onChipBytesPerSecond\": \"fast\", \"rows\"")),
        "must be a number from 1.0E-9 to 1.0E30 (in B/s), or a quantity like \"1TB/s\", or"
            + " \"unlimited\", found the string \"fast\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rows", "columns", "clockHz", "bufferBytes", "dramReadBytesPerSecond", "name"})
  void aMissingFieldIsNamed(String field) {
    String without = SMALLEST.replaceAll("\"" + field + "\": (\"[^\"]*\"|\\d+),?", "");
    String text = without.replaceAll(",(\\s*)}", "$1}");
    assertRefused(() -> read(text), "chip.json, /" + field + ": the field is missing, for example");
  }

  @Test
  void anUnknownFieldIsRefusedAtAnyDepth() {
    assertRefused(
        () -> read(with("\"rows\"", "\"row\"")),
        "chip.json, /row: unknown field. Did you mean rows");
    assertRefused(
        () -> read(with("\"rows\"", "\"energy\": {\"macJoule\": 1}, \"rows\"")),
        "chip.json, /energy/macJoule: unknown field. Did you mean macJoules?");
    assertRefused(
        () -> read(with("\"rows\": 32", "\"rows\": {\"value\": 32, \"sauce\": \"x\"}")),
        "chip.json, /rows/sauce: unknown field. Did you mean source?");
  }

  @Test
  void aNameMustServeAsFileName() {
    assertRefused(() -> read(with("\"chip\"", "\"../chip\"")), "chip.json, /name: must be a name");
    assertRefused(() -> read(with("\"chip\"", "\"\"")), "chip.json, /name: must be a name");
  }

  @Test
  void constructingDirectlyIsCheckedToo() {
    assertRefused(() -> new Accelerator.Energy(Double.NaN, 0, 0, 0, 0, 0, 0, 0), "macJoules: must");
    assertRefused(() -> new Accelerator.FillCycles(0, -1), "fillCycles.attend: must be");
    assertRefused(() -> new Accelerator.LaneOperations(-1, 0), "laneOperations.perLogit: must be");
  }

  private static String with(String found, String replacement) {
    assertThat(SMALLEST).contains(found);
    return SMALLEST.replace(found, replacement);
  }

  private static Accelerator read(String json) {
    return Accelerator.fromJson(StrictJson.readString(json, "chip.json"));
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
