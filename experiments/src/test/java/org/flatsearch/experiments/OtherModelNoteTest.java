package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.cost.CostModels;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read a result say if its figures are by another model than theirs. */
class OtherModelNoteTest {
  @TempDir Path folder;

  private String search(String name, String... options) {
    String out = folder.resolve(name).toString();
    List<String> search =
        List.of(
            "search",
            "-a=flat-edge",
            "-w=bert-64",
            "--strategy=random",
            "--evaluations=50",
            "-o=" + out);
    assertThat(CommandRun.of(search, options).exitCode()).isZero();
    return out;
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "explain"})
  void saysThatTheResultIsByAnotherModel(String command) {
    String flat = search("flat.json", "--model=flat");

    assertThat(CommandRun.of(command, "-s", flat).out())
        .contains(
            "\nModel        loopnest\n             "
                + flat
                + " has figures by model flat; --model=flat shows these\n");
    assertThat(CommandRun.of(command, "-s", flat, "--model=flat").out())
        .contains("\nModel        flat\n\n");
  }

  @Test
  void saysThatAnEvaluationIsByAnotherVersion() {
    String result = search("result.json", "--refine=0");
    Path file = folder.resolve("evaluation.json");
    assertThat(CommandRun.of("evaluate", "-s", result, "-o", file.toString()).exitCode()).isZero();
    int version = CostModels.named("loopnest").version();
    ObjectNode old = StrictJson.readFile(file).node();
    StrictJson.writeFile(file, old.put("modelVersion", version - 1));

    assertThat(CommandRun.of("evaluate", "-s", file.toString()).out())
        .contains(
            "%s has figures by version %s of model loopnest, these are by version %s\n"
                .formatted(file, version - 1, version));
  }
}
