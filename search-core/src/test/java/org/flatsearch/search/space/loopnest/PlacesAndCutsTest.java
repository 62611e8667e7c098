package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.Decision;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** Registers, steps and parts of keys, and V in K, as decisions. */
class PlacesAndCutsTest {
  private static final Accelerator CHIP =
      SpecCatalogue.accelerator("flat-cloud")
          .with(Map.of("registerBytes", "256KiB", "dmaLatencyCycles", "100", "cores", "8"));

  private static final AttentionWorkload LATENT =
      new AttentionWorkload("latent", "", 1, 4, 2, 32, 300, 48, 40, 2).withValuesInKeys(true);

  @Test
  void haveSeveralValuesOnlyWhereTheyMeanSomething() {
    assertThat(
            LoopNestSpace.full(
                    SpecCatalogue.accelerator("flat-cloud"), SpecCatalogue.workload("bert"))
                .decisions())
        .hasSize(DecisionIndex.COUNT)
        .filteredOn(decision -> decision.size() == 1)
        .extracting(Decision::name)
        .containsExactly("registers", "keyStep.tile", "keyStep.loads", "keyPart.tile");
    assertThat(LoopNestSpace.full(CHIP, LATENT).decisions())
        .hasSize(DecisionIndex.COUNT)
        .allMatch(decision -> decision.size() > 1);
    // A load that several cores share is not counted where keys have steps.
    assertThat(LoopNestSpace.full(CHIP.with("multicast", "true"), LATENT).decisions())
        .filteredOn(decision -> decision.name().equals("keyStep.tile"))
        .allMatch(decision -> decision.size() == 1);
  }

  /** Vectors of one schedule have one canonical vector, which encoding gives back. */
  @Test
  void decodeToLegalSchedulesAndBack() {
    LoopNestSpace space = LoopNestSpace.full(CHIP, LATENT);
    List<Decision> decisions = space.decisions();
    Random random = new Random(20261202);
    Set<Place> seen = new HashSet<>();
    LoopNestEvaluator evaluator = new LoopNestEvaluator(CHIP, LATENT);
    CostSheet sheet = new CostSheet();
    CostSheet ofCanonical = new CostSheet();
    for (int draw = 0; draw < 5_000; draw++) {
      int[] vector = decisions.stream().mapToInt(d -> random.nextInt(d.size())).toArray();
      LoopNest nest = new LoopNest();
      space.decode(vector, nest);
      nest.toSchedule().requireFits(LATENT);
      for (Tensor tensor : Tensor.values()) {
        seen.add(nest.place[tensor.ordinal()]);
      }
      int[] encoded = space.encode(nest).orElseThrow();
      LoopNest again = new LoopNest();
      space.decode(encoded, again);
      assertThat(again.toSchedule().keyPart()).as("draw %d", draw).isEqualTo(nest.keyPart);
      assertThat(again.toSchedule().keyStep()).as("draw %d", draw).isEqualTo(nest.keyStep);
      space.makeCanonical(encoded);
      space.makeCanonical(vector);
      assertThat(encoded).as("draw %d", draw).isEqualTo(vector);
      evaluator.evaluate(nest, sheet);
      space.decode(vector, nest);
      evaluator.evaluate(nest, ofCanonical);
      assertThat(figures(ofCanonical)).as("draw %d", draw).isEqualTo(figures(sheet));
    }
    assertThat(seen).contains(Place.STEP, Place.REGISTERS, Place.KEYS);
  }

  private static List<Number> figures(CostSheet sheet) {
    return List.of(
        sheet.latencySeconds,
        sheet.energyJoules,
        sheet.trafficBytes,
        sheet.footprintBytes,
        sheet.registerBytes);
  }
}
