package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.spark.RunResult.Kind;
import org.flatsearch.json.StrictJson;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Objective;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class BatchTest {
  private static Run run(long seed) {
    return new Run(
        "all",
        SpecCatalogue.accelerator("flat-edge"),
        SpecCatalogue.workload("bert"),
        "flat",
        "full",
        List.of("row.tile%16==0"),
        Objective.of("latency", "energy"),
        "tabu",
        Map.of("size", "7"),
        seed,
        Budget.ofEvaluations(10));
  }

  private static Object overTheWire(Object message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void arrivesAsItWasSent() throws Exception {
    List<Run> runs = List.of(run(1), run(2));

    List<String> texts = ((Batch) overTheWire(new Batch(runs))).texts();

    List<Run> arrived = new ArrayList<>();
    for (int k = 0; k < texts.size(); k += 2) {
      Run run = Run.read(StrictJson.readString(texts.get(k + 1), "run"));
      assertThat(texts.get(k)).isEqualTo(run.id());
      arrived.add(run);
    }
    assertThat(arrived).isEqualTo(runs);
  }

  @Test
  void bringsResultsBackAsTheyWere() throws Exception {
    List<RunResult> results =
        List.of(
            new RunResult(Kind.FINISHED, 0.25, "{\"run\":\"×\"}"),
            new RunResult(Kind.FAILED, 1e-9, "two\nlines, two  spaces"),
            new RunResult(Kind.REFUSED, 0, ""));

    assertThat(((BatchResult) overTheWire(BatchResult.of(results))).results()).isEqualTo(results);
  }
}
