package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.goal.Status;
import org.flatsearch.results.LoopNestText;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** A program that depends on this jar, and with it on the models, but on no search. */
class EmbeddingExampleTest {

  @Test
  void aProgramTakesTheBestScheduleOfAShippedWorkload() {
    ScheduleCatalogue catalogue = ScheduleCatalogue.load();

    AttentionWorkload workload = SpecCatalogue.workload("bert");
    CatalogueEntry entry = catalogue.best("flat-edge", workload, CatalogueObjective.LATENCY);
    String loops = LoopNestText.of(entry.schedule(), workload);
    double seconds = entry.cost().latencySeconds();
    Status status = entry.optimality().status();

    assertThat(loops).contains("for instance");
    assertThat(seconds).isPositive();
    assertThat(status).isEqualTo(Status.PROVEN);
  }

  @Test
  void aProgramAsksForTheNearestWorkload() {
    ScheduleCatalogue catalogue = ScheduleCatalogue.load();

    AttentionWorkload mine = SpecCatalogue.workload("bert").withSequence(384).named("mine");
    CatalogueMatch match = catalogue.nearest("flat-edge", mine, CatalogueObjective.LATENCY);

    assertThat(match.isExact()).isFalse();
    assertThat(match.entry().workload().name()).isEqualTo("bert");
    match.rated().schedule().requireFits(mine);
    assertThat(match.rated().cost().isFeasible()).isTrue();
  }

  @Test
  void noSolverIsOnTheClassPath() {
    assertThat(getClass().getResource("/org/flatsearch/search/Search.class")).isNull();
  }
}
