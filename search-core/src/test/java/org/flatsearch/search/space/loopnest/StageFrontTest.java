package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.flatsearch.cost.loopnest.StageCosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares a front with a plain list, which is searched one by one. */
class StageFrontTest {
  private static final int CHOICES = 3000;

  private final StageFront front = new StageFront();
  private final List<StageCosts> list = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsWhatNoOtherBeats(boolean timeMatters) {
    for (int seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      front.clear(false, timeMatters);
      list.clear();
      int largest = 0;
      for (int k = 0; k < CHOICES; k++) {
        StageCosts costs = someCosts(random);
        boolean isBeaten = list.stream().anyMatch(other -> beats(other, costs, timeMatters));
        assertThat(front.beats(costs)).as("seed %d, choice %d", seed, k).isEqualTo(isBeaten);
        if (!isBeaten) {
          front.add(costs, null);
          list.removeIf(other -> beats(costs, other, timeMatters));
          list.add(costs);
        }
        assertThat(front.size()).as("seed %d, choice %d", seed, k).isEqualTo(list.size());
        largest = Math.max(largest, front.size());
      }
      assertThat(largest).as("so large are fronts of seed %d", seed).isGreaterThan(100);
      requireSameChoices(seed);
      requireIdeals(seed);
    }
  }

  @Test
  void keepsFootprintsApartIfTold() {
    StageCosts small = new StageCosts();
    StageCosts large = new StageCosts();
    large.inputFootprintBytes = 1;

    front.clear(false, true);
    front.add(small, null);
    assertThat(front.beats(large)).isTrue();
    front.clear(true, true);
    front.add(small, null);
    assertThat(front.beats(large)).isFalse();
    assertThat(front.beats(small)).isTrue();
  }

  @Test
  void knowsTheLeastOfAllAndOfEachBlock() {
    front.clear(false, true);
    for (int k = 0; k < 2 * StageFront.BLOCK + 3; k++) {
      // The first entry of a block holds least, and its last one moves least.
      StageCosts costs = new StageCosts();
      costs.inputFootprintBytes = k;
      costs.weightReadWords = 100 - k;
      front.add(costs, null);
      int block = k / StageFront.BLOCK;
      requireIdeal(front.ideal(), 0, 100 - k);
      requireIdeal(front.idealOfBlock(block), block * StageFront.BLOCK, 100 - k);
    }
    requireIdeal(front.idealOfBlock(0), 0, 100 - (StageFront.BLOCK - 1));
  }

  private static void requireIdeal(StageCosts ideal, long footprintBytes, long readWords) {
    assertThat(ideal.footprintBytes()).isEqualTo(footprintBytes);
    assertThat(ideal.dramReadWords()).isEqualTo(readWords);
  }

  private static boolean beats(StageCosts costs, StageCosts other, boolean timeMatters) {
    return timeMatters ? costs.isNoWorseThan(other) : costs.movesNoMoreThan(other);
  }

  /** Random costs, some of which are low where others are high, so that few choices are beaten. */
  private static StageCosts someCosts(SplittableRandom random) {
    StageCosts costs = new StageCosts();
    int moves = random.nextInt(30);
    costs.inputFootprintBytes = 30 - moves + random.nextInt(4);
    costs.weightReadWords = moves + random.nextInt(4);
    costs.outputWriteWords = random.nextInt(4);
    costs.onChipReadWords = random.nextInt(4);
    costs.onChipWriteWords = random.nextInt(3);
    costs.phaseCycles = random.nextInt(4);
    costs.firstLoadCycles = random.nextInt(2);
    costs.confinedCycles = random.nextInt(2);
    costs.oneSlotCycles = random.nextInt(2);
    // Not a key, so it is compared only if all keys are no worse.
    costs.readCycles = random.nextInt(2);
    return costs;
  }

  private void requireSameChoices(int seed) {
    for (int k = 0; k < front.size(); k++) {
      StageCosts costs = front.get(k).costs;
      assertThat(list.stream().filter(other -> isSame(costs, other)))
          .as("seed %d, entry %d", seed, k)
          .hasSize(1);
    }
  }

  private static boolean isSame(StageCosts costs, StageCosts other) {
    return costs.isNoWorseThan(other) && other.isNoWorseThan(costs);
  }

  private void requireIdeals(int seed) {
    for (int k = 0; k < front.size(); k++) {
      StageCosts costs = front.get(k).costs;
      StageCosts ofBlock = front.idealOfBlock(k / StageFront.BLOCK);
      assertThat(ofBlock.isNoWorseThan(costs)).as("seed %d, entry %d", seed, k).isTrue();
      assertThat(front.ideal().isNoWorseThan(ofBlock)).as("seed %d, entry %d", seed, k).isTrue();
    }
  }
}
