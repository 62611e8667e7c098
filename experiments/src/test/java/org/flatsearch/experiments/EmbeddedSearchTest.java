package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.LoopNestText;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search within a Java program, from the description of a chip to a schedule on disk. */
class EmbeddedSearchTest {

  @Test
  void findsAScheduleAndKeepsIt(@TempDir Path folder) {
    Accelerator chip = SpecCatalogue.accelerator("flat-edge").with("bufferBytes", "1MiB");
    AttentionWorkload layer = SpecCatalogue.workload("bert").withSequence(1024);
    AttentionProblem problem = Spaces.problem(CostModels.named("loopnest"), "full", chip, layer);

    SearchResult result =
        Search.of(problem, Strategies.named("auto"))
            .objective(Objective.of("energy"))
            .budget(Budget.ofSeconds(20))
            .run();

    AttentionSchedule schedule = problem.schedule(result.best());
    Cost cost = Cost.of(problem.cost(result.best()));
    Path file = folder.resolve("schedule.json");
    new ScheduleDocument(schedule, Optional.of(new MadeFor("my-chip", layer.name()))).write(file);

    assertThat(cost.isFeasible()).isTrue();
    assertThat(cost.energyJoules()).isEqualTo(result.values().get(0));
    assertThat(LoopNestText.of(schedule, layer)).startsWith("for instance in ");
    assertThat(ScheduleDocument.read(file).schedule()).isEqualTo(schedule);
  }
}
