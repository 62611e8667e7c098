package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class RatedScheduleTest {
  /** Fails as a model does that was built for another version. */
  private static final class OutdatedModel implements CostModel {
    @Override
    public String name() {
      return "outdated";
    }

    @Override
    public String description() {
      return "calls a method that is no more";
    }

    @Override
    public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
      return new ScheduleEvaluator() {
        @Override
        public Optional<String> refusal(LoopNest nest) {
          return Optional.empty();
        }

        @Override
        public void evaluate(LoopNest nest, CostSheet sheet) {
          throw new NoSuchMethodError("'void CostSheet.finish()'");
        }
      };
    }
  }

  @Test
  void namesAModelThatWasBuiltForAnotherVersion() {
    Accelerator chip = SpecCatalogue.accelerator("flat-edge");
    AttentionWorkload layer = SpecCatalogue.workload("bert");

    assertThatThrownBy(
            () -> RatedSchedule.of(Schedules.example(), new OutdatedModel(), chip, layer))
        .isInstanceOf(ModelFailedException.class)
        .hasMessageContainingAll("model 'outdated' failed", "NoSuchMethodError", "finish()");
  }
}
