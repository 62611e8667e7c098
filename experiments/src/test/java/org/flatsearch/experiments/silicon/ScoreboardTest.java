package org.flatsearch.experiments.silicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.flatsearch.cost.CostModels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/silicon.md claims of measured kernels. */
@Tag("thorough")
class ScoreboardTest {
  private static final Path TABLE =
      Path.of(System.getProperty("flatsearch.reference", "../../shared/data"))
          .resolve("silicon_attention_dev.csv");

  @ParameterizedTest
  @CsvSource({"walk, 0.07", "loopnest, 0.08"})
  void modelsPredictMeasuredKernelsAndAdviseTheirBlocks(String model, double mostError) {
    assumeThat(TABLE).exists();

    JsonNode document = Scoreboard.of(TABLE, Optional.empty(), CostModels.named(model)).toJson();

    assertThat(document.get("rows")).hasSize(95);
    for (JsonNode chip : document.get("chips")) {
      assertThat(chip.get("meanError").asDouble()).as(chip.toString()).isLessThan(mostError);
      assertThat(chip.get("withinTenPercentOfBest").asDouble())
          .as(chip.toString())
          .isGreaterThanOrEqualTo(0.9);
    }
  }
}
