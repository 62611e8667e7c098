package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.flatsearch.experiments.run.Checksum;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in an experiment that somebody made so that a report writes elsewhere. */
class HostileFolderTest {
  @TempDir Path folder;

  /** In a trace, each strategy has a folder of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "***", "/", "../../x"})
  void aStrategyNamesNoFolderElsewhere(String strategy) throws IOException {
    Path experiment = Experiments.run(folder, Experiments.SMALL);
    ObjectMapper mapper = new ObjectMapper();
    Path runs = experiment.resolve("runs.jsonl");
    ObjectNode line = (ObjectNode) mapper.readTree(runs.toFile());
    line.put("strategy", strategy).remove("crc32c");
    Files.writeString(runs, Checksum.add(line.toString()) + "\n");
    Path out = folder.resolve("above/traces");

    CommandRun report =
        CommandRun.of("report", experiment.toString(), "--format=ioh", "--out=" + out);

    assertThat(report.err()).isEmpty();
    try (Stream<Path> above = Files.list(out.getParent());
        Stream<Path> folders = Files.list(out)) {
      assertThat(above).containsExactly(out);
      assertThat(folders).singleElement().satisfies(each -> assertThat(each).isDirectory());
    }
  }
}
