package org.flatsearch.search.space;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.EvaluationFailedException;
import org.flatsearch.search.space.flat.FlatPublishedSpace;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HangingModelTest {
  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");
  private static final String PROBLEM = "problem 'bert on flat-edge (hanging, published)' ";

  /** Hangs as it is bound, or else as it is asked what it accepts. */
  private record HangingModel(boolean hangsAtOnce) implements CostModel {
    @Override
    public String name() {
      return "hanging";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
      if (hangsAtOnce) {
        hang();
      }
      return new ScheduleEvaluator() {
        @Override
        public Optional<String> refusal(LoopNest nest) {
          hang();
          return Optional.empty();
        }

        @Override
        public void evaluate(LoopNest nest, CostSheet sheet) {}
      };
    }

    private static void hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void build(CostModel model) {
    AttentionProblem.of(model, FlatPublishedSpace.of(EDGE, BERT), EDGE, BERT, 0.2);
  }

  @Test
  void isNamedWhereItIsBound() {
    assertThatThrownBy(() -> build(new HangingModel(true)))
        .isInstanceOf(EvaluationFailedException.class)
        .hasMessage(PROBLEM + "could not bind its model (bind did not return within 0.2 s)");
  }

  @Test
  void isNamedWhereItIsAskedWhatItAccepts() {
    assertThatThrownBy(() -> build(new HangingModel(false)))
        .isInstanceOf(EvaluationFailedException.class)
        .hasMessageStartingWith(
            PROBLEM + "did not say within 0.2 s whether its model accepts schedules, at ");
  }
}
