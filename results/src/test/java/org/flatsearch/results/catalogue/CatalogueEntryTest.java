package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.junit.jupiter.api.Test;

class CatalogueEntryTest {
  private static final CatalogueEntry FAST = Entries.entry(128, false, 1);
  private static final CatalogueEntry SLOW = Entries.entry(1, false, 1);

  @Test
  void handsOverWhatTheSearchFoundAsLongAsNothingElseIsKnown() {
    assertThat(FAST.rated()).isEqualTo(FAST.searched());
    assertThat(FAST.ratedBy()).isEqualTo("loopnest");
    assertThat(FAST.gap()).hasValue(1);
  }

  @Test
  void hasNoGapWhereABoundOfNothingIsReachedAndAnUnknownOneWhereItIsNot() {
    CatalogueEntry withEnergy = Entries.minimised(CatalogueObjective.ENERGY, Entries.BERT);
    CatalogueEntry withoutEnergy =
        new CatalogueEntry(
            Entries.BERT,
            CatalogueObjective.ENERGY,
            1,
            RatedSchedule.of(
                Entries.rows(128), Entries.MODEL, withoutEnergyFigures(), Entries.BERT),
            boundOfNothing(),
            withEnergy.provenance(),
            Optional.empty());

    assertThat(withoutEnergy.cost().energyJoules()).isZero();
    assertThat(withoutEnergy.gap()).hasValue(0);
    assertThat(
            new CatalogueEntry(
                    Entries.BERT,
                    CatalogueObjective.ENERGY,
                    1,
                    withEnergy.rated(),
                    boundOfNothing(),
                    withEnergy.provenance(),
                    Optional.empty())
                .gap())
        .isEmpty();
  }

  private static Optimality boundOfNothing() {
    return new Optimality(
        "loopnest", Optimality.Status.BOUNDED, List.of(0.0), OptionalDouble.empty());
  }

  private static Accelerator withoutEnergyFigures() {
    Map<String, String> none = new HashMap<>();
    for (String figure : AcceleratorFigure.names()) {
      if (figure.startsWith("energy.")) {
        none.put(figure, "0");
      }
    }
    return Entries.FLAT_EDGE.with(none);
  }

  @Test
  void handsOverWhatIsBestByTheReplayAndSaysHowFarThatIsFromTheProof() {
    CatalogueEntry entry = Entries.replayed(128, 1);

    assertThat(entry.schedule()).isEqualTo(Entries.rows(1));
    assertThat(entry.searched().schedule()).isEqualTo(Entries.rows(128));
    assertThat(entry.ratedBy()).isEqualTo("walk");
    assertThat(entry.gap())
        .hasValue(entry.cost().latencySeconds() / entry.searched().cost().latencySeconds() - 1);
  }

  @Test
  void aReplayDoesNotReplaceAnything() {
    CatalogueEntry proven = Entries.entry(128, true, 1);

    assertThat(Entries.replayed(128, 64).replaces(proven)).isFalse();
    assertThat(proven.replaces(Entries.replayed(128, 64))).isFalse();
  }

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
            FAST.searched(),
            new Optimality(
                "loopnest",
                Optimality.Status.BOUNDED,
                List.of(FAST.cost().latencySeconds() * 0.9),
                OptionalDouble.of(1 / 0.9 - 1)),
            FAST.provenance(),
            Optional.empty());

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
