package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgendaTest {
  @Test
  void givesTheFirstTick() {
    SplittableRandom random = new SplittableRandom(20_261_202);
    Agenda agenda = new Agenda();
    PriorityQueue<long[]> expected = new PriorityQueue<>(Comparator.comparingLong(at -> at[0]));
    for (int step = 0; step < 5_000; step++) {
      if (random.nextInt(10) < (step < 2_500 ? 6 : 4)) {
        long tick = step + random.nextLong(1_000);
        agenda.add(tick, (int) tick + 1);
        expected.add(new long[] {tick});
      } else if (!expected.isEmpty()) {
        long tick = expected.remove()[0];
        assertThat(agenda.next()).isEqualTo(tick);
        assertThat(agenda.remove()).isEqualTo((int) tick + 1);
      }
    }
    expected.forEach(left -> agenda.remove());
    assertThat(agenda.next()).isEqualTo(Timeline.NEVER);
  }
}
