package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small random nests for which the bound once left out a tenth to a third of the walk, because it
 * did not follow one thing from phase to phase. Each is the first draw of a seed: for a nest found
 * as a later draw, that is the state that its generator then had, xor 0x5DEECE66D.
 */
@Execution(ExecutionMode.CONCURRENT)
class PhaseCasesTest {
  private final LatencyGap gap = new LatencyGap();

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      textBlock =
          """
          268045937428564, 0.001, a softmax before the last of an instance turns from instance to instance
          169132467238600, 0.001, outputs with one slot are divided and stored between two tiles
          142320322622362, 0.001, outputs with one slot are divided and stored between two tiles of the last keys
          17636688178161,  0.03, the third output tile waits for the store of the first of two slots
          129321229739568, 0.001, streamed outputs are divided once the first is complete
          269415232496357, 0.04, logits through DRAM wait for the divisions of the rows before them
          8043696508104,   0.01, each output tile waits for work on and division and store of the one before
          178273703489012, 0.002, loads and streams of a phase need the same channel
          266757886757335, 0.004, loads and streams and stores of a phase need the same channel
          141254113584170, 0.001, sums have been stored before they come back
          213996002715350, 0.001, a store turns from iteration to iteration
          174553936648168, 0.001, all steps but the first wait for all of K
          23972876097490,  0.001, what is loaded during all steps but the first waits for all of K
          17828824934373,  0.003, loads of the next phase come before streams of this one
          231868354075719, 0.001, loads two phases ahead come before streams of this phase
          26242483574489,  0.001, loads three phases ahead come before streams of this phase
          279643339045290, 0.001, a store of the phase before comes before streams of this one
          101540661219470, 0.009, one load of a run of loads comes before streams of this phase
          86497372396164,  0.001, a load of the third of three slots comes before streams two phases earlier
          49944812284968,  0.001, loads of either stage that follow such a load come before those streams
          145414069159831, 0.001, a load with one slot comes before streams whatever waits for a store behind it
          212324040626923, 0.001, a phase lasts as long as the transfers that fall into it
          95099105516164,  0.001, loads queue behind one that waits for the second of two slots
          235217245275004, 0.007, loads queue behind one that waits for the third of three slots
          252155432431545, 0.001, each tile of a phase is loaded when another has left
          164340733339440, 0.011, a load comes before the streams of a step that does not need it
          255464784768315, 0.001, loads of other phases come before streams though only some steps stream
          93534060104770,  0.06, loads that take slots which the last steps of a phase leave come before streams
          120938689277240, 0.001, loads done ahead and the streams of several phases need the same channel
          266739305938099, 0.062, a load waits for a store that was requested before it
          157902783943481, 0.001, sums that come back wait for the statistics that left with others
          123922220503244, 0.001, statistics are stored before the streams of a second step
          132135343426274, 0.001, outputs divided before the first step ends are stored before later streams
          212856583510349, 0.001, loads of other phases come before a store that an output tile waits for
          40819200279595,  0.001, outputs are stored from when the first is complete
          146301070919600, 0.001, a softmax pass waits for all stores of its logits
          162318331908009, 0.001, stores that a pass waits for follow stores of outputs requested before
          229811878038587, 0.001, a softmax pass follows the load of V that was requested before
          129611403382858, 0.001, a softmax pass follows loads of the next phase of Logit where V stays
          """)
  void followsWhatWaitsFromPhaseToPhase(long seed, double most, String what) {
    assertThat(gap(seed, 1, what)).as(what).isBetween(0.0, most);
  }

  /**
   * Nests for which a version of the bound exceeded the walk, as it did for one nest in some
   * 400,000.
   */
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      textBlock =
          """
          81519014927398,  1, streams may end before all of K has arrived
          62452070313792,  4, of a quiet run the smaller tiles of the loop before may still be loaded
          83641986162329,  1, stores may be over when the loads of a later phase begin
          137045609732814, 1, a loop that is skipped may have begun with a shorter phase
          29117537567703,  1, no output is stored before Attend has begun
          88473616584939,  1, a phase that loads V and logits has loads of its own
          181317448865636, 1, sums come back behind K only with a tile of it
          265821611789374, 1, an output tile that stays while its sums grow does not come back
          """)
  void neverExceedsTheWalk(long seed, int cores, String what) {
    gap(seed, cores, what);
  }

  /** Nests of many tiles for which a version of the bound exceeded the walk. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      textBlock =
          """
          85707181691913,  complete outputs may be with the lanes when later sums are stored
          116700971837531, stores that stream may be over before all of K has arrived
          275198151198867, what is skipped may have loads that wait for stores
          200082040401093, what is skipped may have loads that queue behind one with one slot
          """)
  void neverExceedsTheWalkOfManyTiles(long seed, String what) {
    gapOfManyTiles(seed, 1, what);
  }

  /** K and V of two cores come in large tiles, while each needs small ones of Q. */
  @Test
  void countsWhatCoresCannotDoWhileTheChannelServesAnother() {
    double leftOut = gapOfManyTiles(31_494_955_073_204L, 4, "two cores");
    assertThat(leftOut).isBetween(0.0, 0.07);
  }

  private double gap(long seed, int cores, String what) {
    RandomNests random = new RandomNests(seed);
    AttentionWorkload workload = random.workload();
    Accelerator accelerator = random.accelerator(cores);
    return gap.of(accelerator, workload, random.nest(workload), () -> what + ", seed " + seed);
  }

  private double gapOfManyTiles(long seed, int cores, String what) {
    RandomNests random = new RandomNests(seed);
    AttentionWorkload workload = random.longWorkload();
    Accelerator accelerator = random.accelerator(cores);
    LoopNest nest = random.nestOfSmallTiles(workload);
    return gap.of(accelerator, workload, nest, () -> what + ", seed " + seed);
  }
}
