package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** Checks what ships; {@code catalogue check} rates and replays all entries. */
class ShippedCatalogueTest {
  private static final long SEED = 20230325;
  private static final int SAMPLED_PER_ACCELERATOR = 12;

  private final ScheduleCatalogue catalogue = ScheduleCatalogue.load();

  @Test
  void aSampleOfTheEntriesEvaluatesToWhatTheySay() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (CatalogueDocument document : catalogue.documents()) {
      Accelerator accelerator = document.accelerator();
      for (int k = 0; k < SAMPLED_PER_ACCELERATOR; k++) {
        CatalogueEntry entry = document.entries().get(random.nextInt(document.entries().size()));
        String name = accelerator.name() + ", " + entry.workload().name() + ", seed " + SEED;

        assertThat(entry.model()).isEqualTo(Entries.MODEL.name());
        assertThat(entry.modelVersion())
            .as("%s: build the catalogue anew, see CONTRIBUTING.md", name)
            .isEqualTo(Entries.MODEL.version());
        assertThat(
                RatedSchedule.of(
                    entry.searched().schedule(), Entries.MODEL, accelerator, entry.workload()))
            .as(name)
            .isEqualTo(entry.searched());
      }
    }
  }

  /** The guides say so, and who asks for a pair that is missing gets an error. */
  @Test
  void hasAnEntryForEveryAcceleratorWorkloadAndObjective() {
    List<String> missing = new ArrayList<>();
    for (String accelerator : SpecCatalogue.acceleratorNames()) {
      List<CatalogueDocument> documents =
          catalogue.documents().stream()
              .filter(document -> document.accelerator().name().equals(accelerator))
              .toList();
      for (AttentionWorkload shipped : SpecCatalogue.workloads()) {
        AttentionWorkload workload = plain(shipped);
        if (!workload.isPlain() || !List.of(Mask.NONE, Mask.CAUSAL).contains(shipped.mask())) {
          continue;
        }
        for (CatalogueObjective objective : CatalogueObjective.values()) {
          if (documents.stream().allMatch(each -> each.find(workload, objective).isEmpty())) {
            missing.add(accelerator + ", " + workload.name() + ", " + objective.shortName());
          }
        }
      }
    }
    assertThat(missing).as("\"catalogue build\" makes these, see CONTRIBUTING.md").isEmpty();
  }

  /** The layer without a mask, and with values of its own, for which there are entries. */
  private static AttentionWorkload plain(AttentionWorkload workload) {
    return workload.withMask(Mask.NONE).withValuesInKeys(false).withoutDescription();
  }

  @Test
  void everyEntryFitsAndIsAboutWhatShips() {
    for (CatalogueDocument document : catalogue.documents()) {
      assertThat(document.accelerator())
          .isEqualTo(SpecCatalogue.accelerator(document.accelerator().name()));
      for (CatalogueEntry entry : document.entries()) {
        String name = entry.workload().name();
        AttentionWorkload shipped = SpecCatalogue.workload(name.replaceFirst("\\+.*", ""));
        assertThat(entry.workload())
            .isEqualTo(name.contains("+") ? plain(shipped).named(name) : shipped);
        assertThat(entry.searched().cost().isFeasible()).isTrue();
        assertThat(entry.cost().isFeasible()).isTrue();
      }
    }
  }

  /** Waiting comes on top of the bound, and a change was kept only if it is no worse. */
  @Test
  void whatIsHandedOverIsReplayedAndNoBetterThanWhatIsProven() {
    int replayed = 0;
    int entries = 0;
    for (CatalogueDocument document : catalogue.documents()) {
      for (CatalogueEntry entry : document.entries()) {
        String name = document.accelerator().name() + ", " + entry.workload().name();
        entries++;
        replayed += entry.replayed().isPresent() ? 1 : 0;
        assertThat(entry.ratedBy()).as(name).isIn(Entries.MODEL.name(), Entries.WALKER.name());
        double bound = entry.optimality().lowerBound().get(0);
        assertThat(entry.objective().values(entry.cost()).get(0))
            .as(name)
            .isGreaterThanOrEqualTo(bound * (1 - 1e-9));
      }
    }
    assertThat(replayed).isGreaterThan(entries * 98 / 100);
  }

  @Test
  void noObjectiveIsServedBetterByTheScheduleThatIsHandedOverForAnother() {
    for (CatalogueDocument document : catalogue.documents()) {
      for (CatalogueEntry entry : document.entries()) {
        document.entries().stream()
            .filter(other -> other.workload().equals(entry.workload()))
            .filter(other -> other.ratedBy().equals(entry.ratedBy()))
            .forEach(
                other ->
                    assertThat(entry.objective().compare(other.cost(), entry.cost()))
                        .as(entry.workload().name() + " on " + document.accelerator().name())
                        .isNotNegative());
      }
    }
  }

  @Test
  void noProvenOptimumIsBeatenByWhatWasFoundForAnotherObjective() {
    for (CatalogueDocument document : catalogue.documents()) {
      for (CatalogueEntry proven : document.entries()) {
        document.entries().stream()
            .filter(other -> proven.isProven() && other.workload().equals(proven.workload()))
            .forEach(
                other ->
                    assertThat(
                            proven
                                .objective()
                                .compare(other.searched().cost(), proven.searched().cost()))
                        .as(proven.workload().name() + " on " + document.accelerator().name())
                        .isNotNegative());
      }
    }
  }
}
