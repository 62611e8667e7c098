package org.flatsearch.search.space.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlatPublishedSpaceTest {
  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");
  private static final Accelerator CLOUD = SpecCatalogue.accelerator("flat-cloud");
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");

  static List<PublishedMapping> rows() throws IOException {
    return PublishedMapping.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void findsThePublishedMappingAsItsFirstMinimumOfLatency(PublishedMapping row) {
    AttentionProblem problem =
        AttentionProblem.of(
            new FlatModel(),
            FlatPublishedSpace.of(row.accelerator(), row.workload()),
            row.accelerator(),
            row.workload());

    SearchResult found =
        Search.of(problem, new ExhaustiveSearch())
            .objective(Objective.of("latency"))
            .budget(Budget.ofEvaluations(256))
            .run();

    assertThat(labels(problem.decisions(), found.best())).isEqualTo(row.labels());
    assertThat(found.values().get(0)).isCloseTo(row.latencySeconds(), withinPercentage(1e-7));
    assertThat(found.evaluations()).isEqualTo(problem.space().size().longValue());
  }

  private static List<String> labels(List<Decision> decisions, int[] vector) {
    List<String> labels = new ArrayList<>();
    for (int k = 0; k < vector.length; k++) {
      labels.add(decisions.get(k).label(vector[k]));
    }
    return labels;
  }

  @Test
  void hasThePublishedNumberOfPoints() {
    assertThat(FlatPublishedSpace.of(EDGE, BERT).size()).isEqualTo(256);
    assertThat(FlatPublishedSpace.of(CLOUD, BERT.withSequence(1024)).size()).isEqualTo(256);
    assertThat(FlatPublishedSpace.of(CLOUD, BERT).size()).isEqualTo(192);
  }

  @Test
  void hasWholeHeadsOnlyWhereThereAreFewerRowsThanPes() {
    Decision rowTile =
        FlatPublishedSpace.of(EDGE, BERT.with("queryLength", "1")).decisions().get(6);
    assertThat(rowTile.labels()).containsExactly("head");
  }

  @Test
  void variesTheRowTileFastestAndQSlowest() {
    assertThat(FlatPublishedSpace.of(EDGE, BERT).decisions())
        .extracting(Decision::name)
        .containsExactly(
            "Q.inside", "K.inside", "V.inside", "O.inside", "logits", "stationarity", "row.tile");
  }

  @Test
  void encodesARowTileOfAllRowsAsWholeHeads() {
    FlatPublishedSpace space = FlatPublishedSpace.of(CLOUD, BERT);
    AttentionProblem problem = AttentionProblem.of(new FlatModel(), space, CLOUD, BERT);
    int[] asRowTile = {0, 0, 0, 0, 1, 0, 2};
    assertThat(space.decisions().get(6).label(2)).isEqualTo("512");
    assertThat(problem.encode(problem.schedule(asRowTile)).orElseThrow())
        .containsExactly(0, 0, 0, 0, 1, 0, 0);
    assertThat(problem.encodings(problem.schedule(asRowTile)))
        .containsExactly(new int[] {0, 0, 0, 0, 1, 0, 0}, asRowTile);
  }

  @Test
  void hasNoVectorForSeveralInstancesNorForInputStationarityNorForMixedOnes() {
    FlatPublishedSpace space = FlatPublishedSpace.of(CLOUD, BERT);
    assertThat(space.encode(wholeHeads(Stationarity.WEIGHT, Stationarity.WEIGHT, 1)))
        .hasValueSatisfying(vector -> assertThat(vector).containsExactly(0, 0, 0, 0, 0, 1, 0));
    assertThat(space.encode(wholeHeads(Stationarity.WEIGHT, Stationarity.WEIGHT, 2))).isEmpty();
    assertThat(space.encode(wholeHeads(Stationarity.INPUT, Stationarity.INPUT, 1))).isEmpty();
    assertThat(space.encode(wholeHeads(Stationarity.WEIGHT, Stationarity.OUTPUT, 1))).isEmpty();
  }

  private static LoopNest wholeHeads(Stationarity logit, Stationarity attend, int instances) {
    LoopNest nest = new LoopNest();
    new FlatNests(BERT).fill(nest, new int[5], logit, attend, BERT.rows(), instances);
    return nest;
  }
}
