package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.flatsearch.results.Optimality;
import org.junit.jupiter.api.Test;

class CatalogueEntryTest {
  private static final CatalogueEntry FAST = Entries.entry(128, false, 1);
  private static final CatalogueEntry SLOW = Entries.entry(1, false, 1);

  @Test
  void isReplacedByAScheduleThatCostsLess() {
    assertThat(FAST.cost().latencySeconds()).isLessThan(SLOW.cost().latencySeconds());
    assertThat(FAST.replaces(SLOW)).isTrue();
    assertThat(SLOW.replaces(FAST)).isFalse();
  }

  @Test
  void isNotReplacedByItsEqual() {
    assertThat(FAST.replaces(FAST)).isFalse();
  }

  @Test
  void isReplacedByAProofOfTheSameCostOnly() {
    CatalogueEntry proven = Entries.entry(128, true, 1);

    assertThat(proven.replaces(FAST)).isTrue();
    assertThat(FAST.replaces(proven)).isFalse();
    assertThat(proven.replaces(proven)).isFalse();
  }

  @Test
  void isReplacedByATighterBoundOfTheSameCost() {
    CatalogueEntry tighter =
        new CatalogueEntry(
            FAST.workload(),
            FAST.objective(),
            1,
            FAST.rated(),
            new Optimality(
                "loopnest",
                Optimality.Status.BOUNDED,
                List.of(FAST.cost().latencySeconds() * 0.9),
                OptionalDouble.of(1 / 0.9 - 1)),
            FAST.provenance());

    assertThat(tighter.replaces(FAST)).isTrue();
    assertThat(FAST.replaces(tighter)).isFalse();
  }

  @Test
  void isReplacedUnderANewerModelVersionWhateverItCosts() {
    CatalogueEntry newer = Entries.entry(1, false, 2);

    assertThat(newer.replaces(FAST)).isTrue();
    assertThat(FAST.replaces(newer)).isFalse();
  }
}
