package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class RatedScheduleTest {
  private static final Accelerator CHIP = SpecCatalogue.accelerator("flat-edge");
  private static final AttentionWorkload LAYER = SpecCatalogue.workload("bert");

  /** A model that gets its evaluators from {@code source}. */
  private record BoundBy(Supplier<ScheduleEvaluator> source) implements CostModel {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
      return source.get();
    }
  }

  /** Model {@code loopnest} with figures that are changed afterwards. */
  private static CostModel loopnestWith(Consumer<CostSheet> change) {
    ScheduleEvaluator loopnest = new LoopNestModel().bind(CHIP, LAYER);
    return new BoundBy(
        () ->
            new ScheduleEvaluator() {
              @Override
              public Optional<String> refusal(LoopNest nest) {
                return loopnest.refusal(nest);
              }

              @Override
              public void evaluate(LoopNest nest, CostSheet sheet) {
                loopnest.evaluate(nest, sheet);
                change.accept(sheet);
              }
            });
  }

  @Test
  void refusesFiguresThatNoDocumentCanHold() {
    List<Consumer<CostSheet>> changes =
        List.of(
            s -> s.latencySeconds = Double.POSITIVE_INFINITY,
            s -> s.energyJoules = -1,
            s -> s.trafficBytes = Double.NaN);
    for (Consumer<CostSheet> change : changes) {
      assertThatThrownBy(
              () -> RatedSchedule.of(Schedules.example(), loopnestWith(change), CHIP, LAYER))
          .isInstanceOf(PlugInFailedException.class)
          .hasMessageContaining("model 'broken'");
    }
  }

  @Test
  void acceptsFiguresThatDocumentsCanHold() {
    CostModel most =
        loopnestWith(
            sheet -> {
              sheet.leakageJoules = Double.MAX_VALUE;
              sheet.idealLatencySeconds = 0;
              sheet.macs = Long.MAX_VALUE;
              sheet.spillFraction = 1;
            });

    RatedSchedule rated = RatedSchedule.of(Schedules.example(), most, CHIP, LAYER);

    EvaluationDocument written =
        new EvaluationDocument(CHIP, LAYER, most.name(), OptionalInt.empty(), rated);
    String text = StrictJson.write(written.toJson());
    assertThat(EvaluationDocument.read(StrictJson.readString(text, "e.json"))).isEqualTo(written);
  }

  /** A model that refuses every schedule: by its refusal if it has one, else while it evaluates. */
  private static CostModel refusing(Optional<String> refusal) {
    return new BoundBy(
        () ->
            new ScheduleEvaluator() {
              @Override
              public Optional<String> refusal(LoopNest nest) {
                return refusal;
              }

              @Override
              public void evaluate(LoopNest nest, CostSheet sheet) {
                throw new InvalidInputException("it takes too long");
              }
            });
  }

  @Test
  void tellsWhyAModelDoesNotRateASchedule() {
    CostModel before = refusing(Optional.of("no loops of rows"));
    CostModel meanwhile = refusing(Optional.empty());

    assertThatThrownBy(() -> RatedSchedule.of(Schedules.example(), before, CHIP, LAYER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("model 'broken' does not accept the schedule: no loops of rows");
    assertThatThrownBy(() -> RatedSchedule.of(Schedules.example(), meanwhile, CHIP, LAYER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("it takes too long");
  }

  @Test
  void ratesNoScheduleOfALargerWorkload() {
    AttentionWorkload shorter = LAYER.withSequence(500);

    assertThatThrownBy(
            () -> RatedSchedule.of(Schedules.example(), new LoopNestModel(), CHIP, shorter))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "the schedule, /logit/loops/0/tile: key tile 512 exceeds the 500 keys of workload"
                + " 'bert'; use a tile from 1 to 500.");
  }

  @Test
  void isNotOfAModelWhoseVersionCannotBeReadAgain() {
    RatedSchedule rated = RatedSchedule.of(Schedules.example(), new LoopNestModel(), CHIP, LAYER);
    assertThatThrownBy(
            () -> new EvaluationDocument(CHIP, LAYER, "loopnest", OptionalInt.of(0), rated))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the version of a model is at least 1, not 0");
  }
}
