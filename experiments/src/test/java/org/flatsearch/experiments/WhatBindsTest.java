package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhatBindsTest {
  /** FlashAttention-2 with 128 rows and 64 keys. */
  private static final String SCHEDULE =
      """
      {
        "schemaVersion": 1,
        "shared": [{"loop": "instance", "tile": 1}, {"loop": "row", "tile": 128},
                   {"loop": "key", "tile": 64}],
        "logit": {"loops": [{"loop": "queryDim", "tile": 128}], "stationarity": "output"},
        "attend": {"loops": [{"loop": "valueDim", "tile": 128}], "stationarity": "output"},
        "residency": {
          "Q": {"inside": "row", "slots": 1},
          "K": {"inside": "key", "slots": 2},
          "V": {"inside": "key", "slots": 2},
          "O": {"inside": "row", "slots": 1},
          "logits": {"inside": "key", "slots": 2}
        }
      }
      """;

  @TempDir private Path folder;

  /** Neither the array nor the lanes alone, but all words together keep the port busiest. */
  @ParameterizedTest
  @ValueSource(strings = {"loopnest", "walk"})
  void isThePortForWhatArrayAndLanesTakeOfItTogether(String model) throws IOException {
    Path schedule = Files.writeString(folder.resolve("schedule.json"), SCHEDULE);

    CommandRun run =
        CommandRun.of(
            "evaluate", "-a=h100", "-w=llama-3-8b-prefill", "-s=" + schedule, "-m=" + model);

    assertThat(run.out()).contains("Bound by the on-chip port\n");
  }

  /** With one slot of logits, array and lanes take turns: more of either does not help alone. */
  @ParameterizedTest
  @ValueSource(strings = {"loopnest", "walk"})
  void isNoPartWherePartsTakeTurns(String model) throws IOException {
    String oneSlot =
        SCHEDULE.replace(
            "\"logits\": {\"inside\": \"key\", \"slots\": 2}",
            "\"logits\": {\"inside\": \"key\", \"slots\": 1}");
    Path schedule = Files.writeString(folder.resolve("schedule.json"), oneSlot);

    CommandRun run =
        CommandRun.of(
            "explain",
            "-a=h100",
            "-w=llama-3-8b-prefill",
            "-s=" + schedule,
            "-m=" + model,
            "--set=onChipBytesPerSecond=unlimited",
            "--set=dramReadBytesPerSecond=33TB/s");

    assertThat(run.out())
        .contains("Bound by waiting; the busiest part is the PE array\n")
        .contains("busy 54.5% of the time, no part more than that: parts wait for each other.\n");
  }
}
