package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.cost.CostModels;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes the default locale")
class ScheduleCatalogueTest {
  private static final CatalogueEntry ENTRY = Entries.entry(128, true, 1);

  @TempDir Path folder;
  private ScheduleCatalogue catalogue;

  @BeforeEach
  void writeACatalogueOfOneEntry() {
    writeACatalogueOf(ENTRY);
  }

  private void writeACatalogueOf(CatalogueEntry... entries) {
    Entries.document(entries).write(folder.resolve("flat-edge.json"));
    catalogue = ScheduleCatalogue.load(folder);
  }

  private CatalogueMatch nearest(AttentionWorkload workload) {
    return catalogue.nearest("flat-edge", workload, CatalogueObjective.LATENCY);
  }

  @Test
  void knowsAWorkloadByItsFigures() {
    AttentionWorkload renamed = Entries.BERT.named("mine");

    assertThat(catalogue.best("flat-edge", renamed, CatalogueObjective.LATENCY)).isEqualTo(ENTRY);
    assertThat(nearest(renamed).isExact()).isTrue();
    assertThat(nearest(renamed).rated()).isEqualTo(ENTRY.rated());
    assertThat(nearest(renamed).adaptations()).isEmpty();
  }

  @Test
  void handsOverWhatIsBestByTheReplay() {
    CatalogueEntry replayed = Entries.replayed(128, 64);
    writeACatalogueOf(replayed);

    assertThat(nearest(Entries.BERT).rated()).isEqualTo(replayed.rated());
    assertThat(nearest(Entries.BERT).model()).isEqualTo("walk");

    AttentionWorkload shorter = Entries.BERT.withSequence(48).named("bert-48");
    CatalogueMatch adapted = nearest(shorter);
    assertThat(adapted.adaptations())
        .contains("shared row tile 64 becomes 48: the extent is only 48, not 512.");
    assertThat(adapted.model()).isEqualTo("walk");
    assertThat(adapted.rated()).isEqualTo(rated(adapted, "walk"));
  }

  private static RatedSchedule rated(CatalogueMatch match, String model) {
    return RatedSchedule.of(
        match.rated().schedule(),
        CostModels.named(model),
        SpecCatalogue.accelerator("flat-edge"),
        match.workload());
  }

  @Test
  void refusesTwoFilesForOneAccelerator() {
    Entries.document(Entries.entry(64, true, 1)).write(folder.resolve("mine.json"));

    assertThatThrownBy(() -> ScheduleCatalogue.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            folder.resolve("mine.json")
                + ", /accelerator/name: 'flat-edge' has a file already, "
                + folder.resolve("flat-edge.json")
                + "; a catalogue has one for each accelerator. Put all its entries into one of the"
                + " two and remove the other.");
  }

  @Test
  void saysWhatItDoesNotHave() {
    assertThatThrownBy(() -> catalogue.best("flat-egde", Entries.BERT, CatalogueObjective.LATENCY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no accelerator \"flat-egde\"")
        .hasMessageContaining("flat-edge");
    assertThatThrownBy(() -> catalogue.best("flat-edge", Entries.BERT, CatalogueObjective.EDP))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no schedule of workload 'bert' for [edp]");
    assertThatThrownBy(
            () ->
                catalogue.best(
                    "flat-edge", Entries.BERT.withSequence(77), CatalogueObjective.LATENCY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("ask for the nearest");
  }

  @Test
  void clampsTilesToAShorterSequence() {
    CatalogueMatch match = nearest(Entries.BERT.withSequence(77).named("bert-77"));

    assertThat(match.isExact()).isFalse();
    assertThat(match.rated().schedule().tile(Stage.LOGIT, Dimension.ROW)).isEqualTo(77);
    assertThat(match.rated().schedule().tile(Stage.ATTEND, Dimension.KEY)).isEqualTo(77);
    assertThat(match.adaptations())
        .containsExactly(
            "shared row tile 128 becomes 77: the extent is only 77, not 512.",
            "logit key tile 512 becomes 77: it covered the whole extent of 512, which is now 77.",
            "attend key tile 512 becomes 77: it covered the whole extent of 512, which is now 77.");
    assertThat(match.rated().cost().isFeasible()).isTrue();
  }

  @Test
  void writesAdaptationsInTheSameDigitsInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("ar", "EG"));
    try {
      assertThat(nearest(Entries.BERT.withSequence(77)).adaptations())
          .contains("shared row tile 128 becomes 77: the extent is only 77, not 512.");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void halvesTilesUntilTheyFitTheBuffer() {
    CatalogueMatch match = nearest(Entries.BERT.withSequence(1500).named("bert-1500"));

    assertThat(match.rated().cost().isFeasible()).isTrue();
    assertThat(match.rated().schedule().tile(Stage.LOGIT, Dimension.KEY)).isEqualTo(1500);
    assertThat(match.rated().schedule().tile(Stage.LOGIT, Dimension.ROW)).isLessThan(128);
    assertThat(match.adaptations())
        .anyMatch(sentence -> sentence.endsWith("a larger one exceeds the buffer."));
  }

  /** Rows one by one, with tiles of K and V, all of which are too large for a long sequence. */
  @Test
  void halvesTilesOfBothStages() {
    AttentionSchedule rows = Entries.rows(1);
    Map<Tensor, Residency> tiles = new EnumMap<>(rows.residency());
    tiles.put(Tensor.K, Residency.inside(Dimension.KEY, 1));
    tiles.put(Tensor.V, Residency.inside(Dimension.KEY, 1));
    RatedSchedule rated =
        RatedSchedule.of(
            new AttentionSchedule(rows.shared(), rows.logit(), rows.attend(), tiles),
            Entries.MODEL,
            Entries.FLAT_EDGE,
            Entries.BERT);
    writeACatalogueOf(
        Entries.entry(
            Entries.BERT,
            CatalogueObjective.LATENCY,
            1,
            rated,
            Entries.known("loopnest", Status.UNKNOWN)));

    CatalogueMatch match = nearest(Entries.BERT.withSequence(65_536));

    // All 65,536 at first, as they were all 512.
    assertThat(match.rated().schedule().tile(Stage.LOGIT, Dimension.KEY)).isEqualTo(512);
    assertThat(match.adaptations())
        .containsExactly("attend key tile 512 becomes 2048: a larger one exceeds the buffer.");
    assertThat(match.rated().cost().isFeasible()).isTrue();
  }

  @Test
  void halvesTilesOfTheLongestSequences() {
    AttentionWorkload longest =
        new AttentionWorkload("longest", "", 1, 1, 1, 1, Integer.MAX_VALUE, 64, 64, 2);

    CatalogueMatch match = nearest(longest);
    assertThat(match.adaptations())
        .anyMatch(sentence -> sentence.startsWith("logit key tile 512 becomes "));
    match.rated().schedule().requireFits(longest);
  }

  @Test
  void adaptsToEveryShippedWorkload() {
    for (AttentionWorkload workload : SpecCatalogue.workloads()) {
      CatalogueMatch match = nearest(workload);

      match.rated().schedule().requireFits(workload);
      assertThat(match.isExact()).isEqualTo(workload.equals(Entries.BERT));
    }
  }

  @Test
  void takesTheMostSimilarWorkload() {
    AttentionWorkload longer = Entries.BERT.withSequence(4096).named("bert-4096");
    CatalogueEntry other =
        Entries.entry(longer, ENTRY.objective(), 1, ENTRY.searched(), ENTRY.optimality());
    writeACatalogueOf(ENTRY, other);

    assertThat(nearest(Entries.BERT.withSequence(3000)).entry().workload()).isEqualTo(longer);
    assertThat(nearest(Entries.BERT.withSequence(600)).entry().workload()).isEqualTo(Entries.BERT);
  }

  @Test
  void takesNoScheduleForAnotherObjective() {
    AttentionWorkload similar = Entries.BERT.withSequence(600).named("bert-600");
    writeACatalogueOf(ENTRY, Entries.minimised(CatalogueObjective.ENERGY, similar));

    assertThat(nearest(similar).entry()).isEqualTo(ENTRY);
    assertThatThrownBy(() -> catalogue.nearest("flat-edge", similar, CatalogueObjective.EDP))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The catalogue has no schedule for [edp] on 'flat-edge'; search for one.");
  }

  /** Only what is adapted has to be rated anew. */
  @Test
  void handsOverAnEntryWithoutItsModel() {
    CatalogueEntry foreign =
        Entries.entry(
            Entries.BERT,
            ENTRY.objective(),
            1,
            ENTRY.searched(),
            Entries.known("foreign", Status.UNKNOWN));
    writeACatalogueOf(foreign);

    assertThat(nearest(Entries.BERT).rated()).isEqualTo(ENTRY.rated());
    assertThatThrownBy(() -> nearest(Entries.BERT.withSequence(77)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("The model 'foreign' of the catalogue is not on the class path");
  }

  /** No row tile makes room for all keys of an instance. */
  @Test
  void replaysNothingThatDoesNotFit() {
    writeACatalogueOf(Entries.replayed(128, 64));

    CatalogueMatch adapted = nearest(Entries.BERT.withSequence(8192).with("batch", "1"));

    assertThat(adapted.rated().cost().isFeasible()).isFalse();
    assertThat(adapted.model()).isEqualTo("loopnest");
  }
}
