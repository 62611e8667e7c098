package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.spark.RunResult.Kind;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class BatchTest {
  private static Run run(String strategy, long seed) {
    return new Run(
        "all",
        SpecCatalogue.accelerator("flat-edge"),
        SpecCatalogue.workload("bert"),
        new SearchSetting(
            "flat",
            "full",
            List.of("row.tile%16==0"),
            Objective.of("latency", "energy"),
            strategy,
            Map.of("size", "7"),
            seed,
            Budget.ofEvaluations(10),
            Optional.empty()),
        0);
  }

  private static Object overTheWire(Object message) throws Exception {
    return read(bytes(message));
  }

  private static byte[] bytes(Object message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  @Test
  void arrivesAsItWasSent() throws Exception {
    List<Run> runs = List.of(run("tabu", 1), run("tabu", -7), run("random", -7));

    assertThat(((Batch) overTheWire(new Batch(runs))).received()).isEqualTo(runs);
  }

  /** A worker with another version of the program gets other identifiers. */
  @Test
  void tellsWhenARunIsReadDifferently() throws Exception {
    byte[] sent = bytes(new Batch(List.of(run("tabu", 1))));
    String text = new String(sent, StandardCharsets.ISO_8859_1);
    String changed = text.replace("940000000", "940000001");
    assertThat(changed).isNotEqualTo(text);

    Batch received = (Batch) read(changed.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(received::received)
        .isInstanceOf(UnfitWorkerException.class)
        .hasMessageStartingWith("reads runs differently, so its FlatSearch is another one");
  }

  @Test
  void bringsResultsBackAsTheyWere() throws Exception {
    RunResult result = new RunResult(Kind.FAILED, 1e-9, "two\nlines, two  spaces, ×");

    assertThat(overTheWire(result)).isEqualTo(result);
  }
}
