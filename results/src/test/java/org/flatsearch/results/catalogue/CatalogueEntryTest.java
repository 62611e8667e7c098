package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flatsearch.results.catalogue.Entries.known;

import java.util.HashMap;
import java.util.Map;
import org.flatsearch.goal.Status;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class CatalogueEntryTest {
  private static final CatalogueEntry FAST = Entries.entry(128, false, 1);
  private static final CatalogueEntry SLOW = Entries.entry(1, false, 1);
  private static final CatalogueEntry UNKNOWN =
      Entries.minimised(CatalogueObjective.LATENCY, Entries.BERT);

  @Test
  void handsOverWhatTheSearchFoundAsLongAsNothingElseIsKnown() {
    assertThat(FAST.rated()).isEqualTo(FAST.searched());
    assertThat(FAST.ratedBy()).isEqualTo("loopnest");
    assertThat(FAST.gap()).hasValue(1);
  }

  private static CatalogueEntry entry(
      AttentionWorkload workload, RatedSchedule searched, Optimality optimality) {
    return Entries.entry(workload, CatalogueObjective.LATENCY, 1, searched, optimality);
  }

  @Test
  void hasSchedulesThatFitItsWorkload() {
    AttentionWorkload shorter = Entries.BERT.with("queryLength", "64");
    RatedSchedule rows64 =
        RatedSchedule.of(Entries.rows(64), Entries.MODEL, Entries.FLAT_EDGE, shorter);
    CatalogueEntry entry = entry(shorter, rows64, UNKNOWN.optimality());
    ReplayedSchedule rows128 = new ReplayedSchedule("walk", 1, 100, FAST.searched());

    assertThatThrownBy(() -> entry(shorter, FAST.searched(), UNKNOWN.optimality()))
        .isInstanceOf(IllegalScheduleException.class);
    assertThatThrownBy(() -> entry.withReplayed(rows128))
        .isInstanceOf(IllegalScheduleException.class);
  }

  @Test
  void hasNoGapWhereNothingIsProven() {
    assertThat(UNKNOWN.gap()).isEmpty();
  }

  @Test
  void hasNoGapWhereABoundOfZeroIsReachedAndAnUnknownOneWhereItIsNot() {
    RatedSchedule withoutEnergy =
        RatedSchedule.of(Entries.rows(128), Entries.MODEL, withoutEnergyFigures(), Entries.BERT);

    assertThat(withoutEnergy.cost().energyJoules()).isZero();
    assertThat(boundedByNoEnergy(withoutEnergy).gap()).hasValue(0);
    assertThat(boundedByNoEnergy(FAST.searched()).gap()).isEmpty();
  }

  private static CatalogueEntry boundedByNoEnergy(RatedSchedule searched) {
    Optimality bounded = known("loopnest", Status.BOUNDED, 0.0);
    return Entries.entry(Entries.BERT, CatalogueObjective.ENERGY, 1, searched, bounded);
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

    Double[] reached = proven.optimality().lowerBound().toArray(Double[]::new);
    CatalogueEntry closed =
        entry(FAST.workload(), FAST.searched(), known("loopnest", Status.BOUNDED, reached));
    assertThat(proven.replaces(closed)).as("a bound that the cost reaches").isTrue();
    assertThat(closed.replaces(proven)).isFalse();
  }

  @Test
  void isReplacedByATighterBoundOfTheSameCost() {
    double bound = FAST.cost().latencySeconds() * 0.9;
    CatalogueEntry tighter =
        entry(FAST.workload(), FAST.searched(), known("loopnest", Status.BOUNDED, bound));

    assertThat(tighter.replaces(FAST)).isTrue();
    assertThat(FAST.replaces(tighter)).isFalse();
    assertThat(FAST.replaces(UNKNOWN)).isTrue();
    assertThat(UNKNOWN.replaces(FAST)).isFalse();
    assertThat(UNKNOWN.replaces(UNKNOWN)).isFalse();
  }

  @Test
  void isReplacedByWhatAnotherModelSaysWhateverItCosts() {
    CatalogueEntry ofAnother =
        entry(SLOW.workload(), SLOW.searched(), known("other", Status.UNKNOWN));

    assertThat(ofAnother.replaces(FAST)).isTrue();
    assertThat(FAST.replaces(ofAnother)).isTrue();
  }

  @Test
  void isReplacedUnderANewerModelVersionWhateverItCosts() {
    CatalogueEntry newer = Entries.entry(1, false, 2);

    assertThat(newer.replaces(FAST)).isTrue();
    assertThat(FAST.replaces(newer)).isFalse();
  }
}
