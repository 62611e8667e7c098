package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A schedule that no space has because of the logits that it holds. */
class LogitsLoadedTooEarlyTest {
  private static final String NOTE = " loads logits that are not in DRAM yet";

  @TempDir Path folder;

  /** A schedule of logits through DRAM, one of whose residencies is set. */
  private String schedule(int rowTile, String logits, String inside) {
    ObjectNode result = search(rowTile);
    ObjectNode residency = (ObjectNode) result.at("/best/schedule/residency");
    residency.putObject(logits).put("inside", inside).put("slots", 1);
    Path file = folder.resolve("changed.json");
    StrictJson.writeFile(file, (ObjectNode) result.at("/best/schedule"));
    return file.toString();
  }

  private ObjectNode search(int rowTile) {
    Path out = folder.resolve("searched.json");
    CommandRun search =
        CommandRun.of(
            "search",
            "-a=rtl-16x16",
            "-w=bert-64",
            "--require=form==none:instance-row",
            "--require=row.tile==" + rowTile,
            "--evaluations=500",
            "--refine=0",
            "-o=" + out);
    assertThat(search.err()).isEmpty();
    return StrictJson.readFile(out).node();
  }

  @ParameterizedTest
  @CsvSource({"logitsIn, instance, true", "logitsOut, instance, true", "logitsIn, row, false"})
  void isNamed(String logits, String inside, boolean isTooEarly) {
    String file = schedule(8, logits, inside);

    for (String command : new String[] {"evaluate", "explain"}) {
      CommandRun run = CommandRun.of(command, "-s", file, "-a=rtl-16x16", "-w=bert-64");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out().contains(file + NOTE)).as(run.out()).isEqualTo(isTooEarly);
    }
    CommandRun diff = CommandRun.of("diff", file, file, "-a=rtl-16x16", "-w=bert-64");
    assertThat(diff.out().contains(file + NOTE)).as(diff.out()).isEqualTo(isTooEarly);
    CommandRun export =
        CommandRun.of(
            "export",
            "-s",
            file,
            "-a=rtl-16x16",
            "-w=bert-64",
            "-t=loopnest-c",
            "-o",
            folder.toString());
    assertThat(export.err().contains("note: " + file + NOTE))
        .as(export.err())
        .isEqualTo(isTooEarly);
  }

  /** All rows in one tile are made before Attend loads any. */
  @Test
  void isNotNamedIfThereIsOneTileOfRows() {
    String file = schedule(64, "logitsIn", "instance");

    assertThat(CommandRun.of("evaluate", "-s", file, "-a=rtl-16x16", "-w=bert-64").out())
        .contains("Model")
        .doesNotContain(NOTE);
  }
}
