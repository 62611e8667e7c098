package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  private static Batch received(List<Run> runs) throws Exception {
    return (Batch) overTheWire(new Batch(runs));
  }

  @Test
  void arrivesAsItWasSent() throws Exception {
    List<Run> runs =
        List.of(
            run("tabu", 1), run("tabu", -7), run("random", -7), run("random", 1), run("tabu", 2));

    List<Repetitions> received = received(runs).received();

    assertThat(received.stream().flatMap(repetitions -> repetitions.runs().stream()))
        .containsExactlyElementsOf(
            runs.stream().map(run -> new Repetitions.Identified(run, run.id())).toList());
    assertThat(received).as("one description for neighbours that differ in their seeds").hasSize(3);
  }

  @Test
  void tellsWhenARunIsReadDifferently() {
    Run run = run("tabu", 1);
    String sent = run.toJson().toString();
    String identities = "1 " + run.id() + " 2 " + run("tabu", 2).id() + " ";

    assertThat(Repetitions.read(sent, identities).seeds()).containsExactly(1L, 2L);
    assertUnfit(sent.replace("940000000", "940000001"), "1 " + run.id() + " ");
    assertUnfit(sent, identities.replace(" 2 ", " 3 "));
    assertUnfit(sent.replace("\"space\"", "\"place\""), identities);
  }

  private static void assertUnfit(String sent, String identities) {
    assertThatThrownBy(() -> Repetitions.read(sent, identities))
        .isInstanceOf(UnfitWorkerException.class)
        .hasMessageStartingWith("reads runs differently, so its FlatSearch is another one");
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
