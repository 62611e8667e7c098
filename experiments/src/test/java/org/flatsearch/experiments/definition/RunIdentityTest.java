package org.flatsearch.experiments.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdentityTest {
  private static final Accelerator ACCELERATOR = SpecCatalogue.accelerator("flat-edge");
  private static final AttentionWorkload WORKLOAD = SpecCatalogue.workload("bert");

  /** A run with fields that could be mistaken for its seed. */
  private static Run run(long seed) {
    return run(seed, ACCELERATOR, WORKLOAD);
  }

  private static Run run(long seed, Accelerator accelerator, AttentionWorkload workload) {
    return new Run(
        "\n  \"seed\": 1,",
        accelerator,
        workload,
        new SearchSetting(
            "flat",
            "\n  \"seed\": 2,",
            List.of("\"seed\": 3"),
            Objective.of("latency"),
            "tabu",
            Map.of("seed", "4"),
            seed,
            Budget.ofEvaluations(5),
            Optional.empty()),
        6);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void isTheHashOfAllThatDeterminesTheResult(long seed) {
    var json = run(seed, ACCELERATOR.withoutTexts(), WORKLOAD.withoutDescription()).toJson();
    json.remove("search");
    String hash = Sha256.of(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));

    assertThat(new RunIdentity(run(123)).id(seed))
        .isEqualTo(run(seed).id())
        .isEqualTo(hash.substring(0, 16));
  }

  /** Better descriptions and sources change no result. */
  @Test
  void doesNotDependOnTextsForPeople() {
    var document = ACCELERATOR.toJson();
    document.put("description", "Described better.");
    document.withObjectProperty("rows").put("source", "found at last");
    document.set("lanes", StrictJson.newObject().put("value", "unlimited").put("source", "shown"));
    var described =
        Accelerator.fromJson(StrictJson.readString(StrictJson.write(document), "described.json"));
    assertThat(described).isNotEqualTo(ACCELERATOR);

    assertThat(run(1, described, WORKLOAD).id())
        .isEqualTo(run(1).id())
        .isEqualTo(run(1, ACCELERATOR, WORKLOAD.withoutDescription()).id())
        .isNotEqualTo(run(1, ACCELERATOR.with("rows", "33"), WORKLOAD).id());
  }

  /** Otherwise existing results could not be continued. */
  @Test
  void staysWhatItWas() {
    Run run =
        new Run(
            "all",
            ACCELERATOR,
            WORKLOAD,
            new SearchSetting(
                "flat",
                "full",
                List.of("row.tile%16==0"),
                Objective.of("latency", "energy"),
                "tabu",
                Map.of("size", "7"),
                3,
                Budget.ofEvaluations(10),
                Optional.empty()),
            0);

    assertThat(run.id()).isEqualTo("376e9d9392313b24");
  }
}
