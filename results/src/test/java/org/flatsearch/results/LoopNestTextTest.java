package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class LoopNestTextTest {
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");

  @Test
  void showsWhereEachTensorIsHeldAndHowLargeItsTileIs() {
    assertThat(LoopNestText.of(Schedules.example(), BERT.withSequence(4096)))
        .isEqualTo(
            """
            for instance in 768 tiles of 1
              hold K [1 x 4096 x 64] in the buffer, 1 slot
              for row in 32 tiles of 128
                hold Q [1 x 128 x 64] in the buffer, 2 slots
                hold O [1 x 128 x 64] in the buffer, 2 slots
                hold logits [1 x 128 x 4096] in the buffer, 1 slot
                Logit: logits[row, key] += Q[row, queryDim] * K[key, queryDim]
                  for key in 8 tiles of 512
                    for queryDim in 1 tile of 64
                      array: output stationary; rows = row, columns = key, queryDim streams
                softmax of whole rows of 4096 logits
                Attend: O[row, valueDim] += logits[row, key] * V[key, valueDim]
                  for key in 16 tiles of 256
                    for valueDim in 1 tile of 64
                      stream V between DRAM and the array
                      array: input stationary; rows = row, columns = key, valueDim streams
            """);
  }

  @Test
  void showsRaggedTilesAndLogitsThroughDram() {
    assertThat(LoopNestText.of(Schedules.throughDram(), BERT))
        .contains("for row in 6 tiles of 100, the last of 12\n")
        .contains("for key in 9 tiles of 60, the last of 32\n")
        .contains("softmax of whole rows of 512 logits, from DRAM to DRAM\n")
        .contains("stream logitsOut between DRAM and the array\n")
        .contains("array: weight stationary; rows = key, columns = queryDim, row streams\n");
  }

  @Test
  void countsTilesOfTheLongestSequences() {
    AttentionWorkload longest =
        new AttentionWorkload("longest", "", 2, 1, 1, Integer.MAX_VALUE, 512, 64, 64, 2);

    assertThat(LoopNestText.of(Schedules.throughDram(), longest))
        .contains("for row in 21474837 tiles of 100, the last of 47\n");
  }

  @Test
  void showsAnOnlineSoftmax() {
    assertThat(LoopNestText.of(Schedules.online(), BERT))
        .contains("      hold logits [1 x 64 x 32] in the buffer, 2 slots\n")
        .contains("      online softmax: update the row statistics, rescale O\n");
  }

  @Test
  void showsMasksPartsStepsRegistersAndValuesInKeys() {
    LoopNest nest = new LoopNest();
    nest.set(Schedules.online());
    nest.keyPart = 128;
    nest.keyStep = 16;
    nest.place[Tensor.O.ordinal()] = Place.REGISTERS;
    nest.place[Tensor.V.ordinal()] = Place.KEYS;

    assertThat(LoopNestText.of(nest.toSchedule(), BERT.withMask(Mask.CAUSAL)))
        .isEqualTo(
            """
            for instance in 768 tiles of 1
              for keyPart in 4 tiles of 128
                for row in 8 tiles of 64
                  hold Q [1 x 64 x 64] in the buffer, 2 slots
                  hold O [1 x 64 x 64] in registers, 2 slots
                  for key in 4 tiles of 32
                    skip what mask causal hides
                    hold K [1 x 32 x 64] in the buffer, 2 slots; V is its first 64 columns
                    for keyStep in 2 tiles of 16
                      skip what mask causal hides
                      hold logits [1 x 64 x 16] in the buffer, 2 slots
                      Logit: logits[row, key] += Q[row, queryDim] * K[key, queryDim]
                        for queryDim in 1 tile of 64
                          array: output stationary; rows = row, columns = key, queryDim streams
                      online softmax: update the row statistics, rescale O
                      Attend: O[row, valueDim] += logits[row, key] * V[key, valueDim]
                        for valueDim in 1 tile of 64
                          array: input stationary; rows = row, columns = key, valueDim streams
              merge the parts of each tile of rows: rescale and add them, write O
            """);
    assertThat(LoopNestText.of(Schedules.example(), BERT.withMask(Mask.window(64))))
        .contains("    hold logits [1 x 128 x up to 512] in the buffer, 1 slot\n")
        .contains("softmax of whole rows of up to 512 logits\n");
  }
}
