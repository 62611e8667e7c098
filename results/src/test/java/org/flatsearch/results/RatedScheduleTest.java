package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static Arguments broken(String complaint, Consumer<CostSheet> change) {
    return Arguments.of(complaint, change);
  }

  static Stream<Arguments> brokenFigures() {
    double infinite = Double.POSITIVE_INFINITY;
    int k = Tensor.K.ordinal();
    return Stream.of(
        broken("latencySeconds is Infinity, must be a", s -> s.latencySeconds = infinite),
        broken("latencySeconds is -1.0, must be a", s -> s.latencySeconds = -1),
        broken("energyJoules is -1.0, must be a", s -> s.energyJoules = -1),
        broken("edpJouleSeconds is Infinity", s -> s.latencySeconds = s.energyJoules = 1e200),
        broken("leakageJoules is NaN, must be a", s -> s.leakageJoules = Double.NaN),
        broken("trafficBytes is -8.0, must be a", s -> s.trafficBytes = -8),
        broken("trafficBytesByTensor of 'K' is NaN", s -> s.trafficBytesByTensor[k] = Double.NaN),
        broken("footprintBytes is Infinity, must be a", s -> s.footprintBytes = infinite),
        broken("footprintBytesByTensor of 'K' is -8.0", s -> s.footprintBytesByTensor[k] = -8),
        broken("violationBytes is NaN, must be a", s -> s.violationBytes = Double.NaN),
        broken("violationBytes is -8.0, must be a", s -> s.violationBytes = -8),
        broken("utilization is NaN, must be a", s -> s.utilization = Double.NaN),
        broken("idealLatencySeconds is NaN", s -> s.idealLatencySeconds = Double.NaN),
        broken("spillFraction is NaN, must be a", s -> s.spillFraction = Double.NaN),
        broken("spillFraction is 3.0, must be at most 1", s -> s.spillFraction = 3),
        broken("busySeconds of 'dram' is Infinity", s -> s.busySeconds[3] = infinite),
        broken("bound is null, must name a resource", s -> s.bound = null),
        broken("macs is -4, must be a count of at least 0", s -> s.macs = -4),
        broken("dramWriteWords is -4, must be a", s -> s.dramWriteWords = -4),
        broken("laneOperations is -1, must be a", s -> s.laneOperations = -1),
        broken(
            "violationBytes is 8.0, must be 0 where",
            s -> {
              Arrays.fill(s.footprintBytesByTensor, 0);
              s.violationBytes = 8;
            }));
  }

  @ParameterizedTest
  @MethodSource("brokenFigures")
  void namesTheFigureThatBreaksARule(String complaint, Consumer<CostSheet> change) {
    assertThatThrownBy(
            () -> RatedSchedule.of(Schedules.example(), loopnestWith(change), CHIP, LAYER))
        .isInstanceOf(ModelFailedException.class)
        .hasMessageStartingWith("model 'broken' failed (" + complaint)
        .hasMessageContaining(") at schedule {");
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
  void namesAModelThatCannotBeBound() {
    CostModel empty = new BoundBy(() -> null);
    CostModel throwing =
        new BoundBy(
            () -> {
              throw new IllegalArgumentException("no table");
            });

    assertThatThrownBy(() -> RatedSchedule.of(Schedules.example(), empty, CHIP, LAYER))
        .isInstanceOf(ModelFailedException.class)
        .hasMessage(
            "model 'broken' failed (bind returned null) when it was bound to accelerator"
                + " 'flat-edge' and workload 'bert'");
    assertThatThrownBy(() -> RatedSchedule.of(Schedules.example(), throwing, CHIP, LAYER))
        .isInstanceOf(ModelFailedException.class)
        .hasMessageStartingWith(
            "model 'broken' failed (java.lang.IllegalArgumentException: no table) when");
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
  void namesAModelThatWasBuiltForAnotherVersion() {
    CostModel outdated =
        loopnestWith(
            sheet -> {
              throw new NoSuchMethodError("'void CostSheet.finish()'");
            });

    assertThatThrownBy(() -> RatedSchedule.of(Schedules.example(), outdated, CHIP, LAYER))
        .isInstanceOf(ModelFailedException.class)
        .hasMessageContainingAll("model 'broken' failed", "NoSuchMethodError", "finish()");
  }

  /** Otherwise the model would be blamed for failing. */
  @Test
  void refusesWhatIsMissing() {
    LoopNestModel model = new LoopNestModel();
    assertThatThrownBy(() -> RatedSchedule.of(Schedules.example(), model, null, LAYER))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("accelerator");
    assertThatThrownBy(() -> ModelBinding.of(null, CHIP, LAYER))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("model");
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
