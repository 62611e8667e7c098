package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopNestSpaceTest {
  private static final Accelerator ACCELERATOR = SpecCatalogue.accelerator("flat-edge");

  @Test
  void doesNotListTilesWithoutEnd() {
    AttentionWorkload workload =
        SpecCatalogue.workload("bert").with(Map.of("keyLength", "2147483647", "batch", "1"));
    assertThatThrownBy(() -> LoopNestSpace.full(ACCELERATOR, workload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2147483647 tile sizes of 'key'")
        .hasMessageEndingWith("Use fewer keys.");
    assertThatThrownBy(() -> LoopNestSpace.divisors(ACCELERATOR, workload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2147483647 tile sizes of 'key'");
  }

  @ParameterizedTest
  @CsvSource({
    "batch, 178956970, instance, fewer batches or heads",
    "queryLength, 2147483647, row, fewer queries",
    "queryLength, 4194305, row, fewer queries",
    "queryDim, 2147483647, queryDim, a smaller queryDim",
    "valueDim, 2147483647, valueDim, a smaller valueDim"
  })
  void saysWhatToMakeSmaller(String figure, String value, String dimension, String advice) {
    AttentionWorkload workload = SpecCatalogue.workload("bert").with(Map.of(figure, value));
    assertThatThrownBy(() -> LoopNestSpace.divisors(ACCELERATOR, workload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(" tile sizes of '" + dimension + "', ")
        .hasMessageEndingWith("Use " + advice + ".");
  }

  /** The figures and labels of 16 million instance tiles took more than 5 GB. */
  @Test
  void keepsNoFiguresAndLabelsOfEveryInstanceTile() {
    AttentionWorkload workload = SpecCatalogue.workload("bert").with(Map.of("batch", "10000"));
    LoopNestSpace space = LoopNestSpace.full(SpecCatalogue.accelerator("simba"), workload);
    List<TileFigures> tiles = space.tiles(Dimension.INSTANCE);
    List<String> labels = space.decisions().get(DecisionIndex.INSTANCE_TILE).labels();

    assertThat(labels).hasSize(120_000).startsWith("1", "2").endsWith("120000");
    assertThat(labels.get(999)).isNotSameAs(labels.get(999));
    assertThat(tiles.get(999).tile).isEqualTo(1_000);
    assertThat(tiles.get(999)).isNotSameAs(tiles.get(999));
  }

  /** On an array that is not square, not always the nearest tile is the one that beats. */
  @ParameterizedTest
  @CsvSource({
    "flat-edge, 1",
    "flat-edge, 2",
    "flat-edge, 60",
    "flat-edge, 197",
    "flat-edge, 512",
    "eyeriss, 699"
  })
  void leavesOutJustTheTilesThatASmallerOneBeats(String accelerator, int extent) {
    Accelerator machine = SpecCatalogue.accelerator(accelerator);
    IntFunction<TileFigures> figures = tile -> TileFigures.of(machine, extent, tile);
    List<Integer> expected =
        IntStream.rangeClosed(1, extent)
            .filter(
                tile ->
                    IntStream.range(1, tile)
                        .mapToObj(figures)
                        .noneMatch(smaller -> smaller.isNoWorseThan(figures.apply(tile))))
            .boxed()
            .toList();

    assertThat(TileCandidates.undominated(extent, figures))
        .extracting(tile -> tile.tile)
        .isEqualTo(expected);
  }

  /** A core may begin in the middle of a ragged tile and fetch K again for the rest of it. */
  @Test
  void hasEveryTileOfInstancesThatAreDealtToCores() {
    AttentionWorkload bert = SpecCatalogue.workload("bert");
    LoopNestSpace one = LoopNestSpace.full(ACCELERATOR, bert);
    LoopNestSpace three = LoopNestSpace.full(ACCELERATOR.with("cores", "3"), bert);

    assertThat(three.tiles(Dimension.INSTANCE)).hasSize(bert.instances());
    assertThat(one.tiles(Dimension.INSTANCE)).hasSizeLessThan(bert.instances() / 2);
    assertThat(sizes(three, Dimension.ROW)).isEqualTo(sizes(one, Dimension.ROW));
    assertThat(sizes(three, Dimension.KEY)).isEqualTo(sizes(one, Dimension.KEY));
  }

  private static List<Integer> sizes(LoopNestSpace space, Dimension dimension) {
    return space.tiles(dimension).stream().map(tile -> tile.tile).toList();
  }

  /**
   * By hand: there are 2 tiles of instances, 2 of query dims and 1 of value dims, 6 array mappings
   * per stage, and 10 residencies per tensor. The forms with whole heads have 3 · 3 row tiles, 2 ·
   * 2 key tiles and 6 · 6 orders; those with tiles of rows (but not of all rows) have 2, 2 · 2 and
   * 2 · 2. The former pass the logits through DRAM in 10 · 10 ways; the latter in 7 · 7, as logits
   * are not held outside shared rows. Both hold them on chip in 3. Each online form has 3 row
   * tiles, 2 key tiles and 3 slots.
   */
  @Test
  void countsWhatEachFormHasToDecide() {
    AttentionWorkload small = new AttentionWorkload("small", "", 1, 2, 2, 4, 3, 2, 1, 2);
    long forms = 9 * 4 * 36 * (100 + 3) + 2 * 4 * 4 * (49 + 3) + 2 * (3 * 2 * 3);
    long perForm = 2 * 2 * 6 * 6 * 10_000;

    assertThat(LoopNestSpace.divisors(ACCELERATOR.with("columns", "16"), small).size())
        .isEqualTo(forms * perForm);
    // On a square array, transposing changes nothing.
    assertThat(LoopNestSpace.divisors(ACCELERATOR, small).size()).isEqualTo(forms * perForm / 4);
  }

  /** Held outside shared rows, a tile of logits would be loaded before its last rows are made. */
  @Test
  void holdsLogitsThroughDramInsideTheSharedLoops() {
    AttentionWorkload workload = SpecCatalogue.workload("bert");
    LoopNestSpace space = LoopNestSpace.full(ACCELERATOR, workload);
    LoopNest nest = new LoopNest();
    int held = 0;
    for (long seed = 1; seed <= 10_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] vector = space.decisions().stream().mapToInt(d -> random.nextInt(d.size())).toArray();
      space.decode(vector, nest);
      if (nest.fused) {
        continue;
      }
      assertThat(nest.toSchedule().loadsLogitsTooEarly(workload)).as("seed " + seed).isFalse();
      for (Tensor tensor : List.of(Tensor.LOGITS_OUT, Tensor.LOGITS_IN)) {
        int inside = nest.inside[tensor.ordinal()];
        if (inside != LoopNest.AT_ARRAY) {
          assertThat(inside).as("seed " + seed).isGreaterThanOrEqualTo(nest.form.count() - 1);
          held++;
        }
      }
    }
    assertThat(held).isGreaterThan(4_000);
  }

  /** The models accept such a nest; it becomes the nearest one that can be carried out. */
  @Test
  void encodesLogitsHeldOutsideSharedRowsAsHeldInside() {
    LoopNestSpace space = LoopNestSpace.full(ACCELERATOR, SpecCatalogue.workload("bert"));
    int[] vector = new int[DecisionIndex.COUNT];
    vector[DecisionIndex.FORM] = Form.NONE_ROW.ordinal();
    LoopNest nest = new LoopNest();
    space.decode(vector, nest);
    assertThat(nest.inside[Tensor.LOGITS_IN.ordinal()]).isEqualTo(1);

    nest.inside[Tensor.LOGITS_IN.ordinal()] = 0;
    LoopNest encoded = new LoopNest();
    space.decode(space.encode(nest).orElseThrow(), encoded);

    assertThat(encoded.inside[Tensor.LOGITS_IN.ordinal()]).isEqualTo(1);
  }

  /** These names must not change: users restrict decisions by them. */
  @Test
  void namesOrdersByTheirLoopsAndResidenciesByTheLoopAround() {
    LoopNestSpace space = LoopNestSpace.divisors(ACCELERATOR, SpecCatalogue.workload("bert"));

    assertThat(labels(space, "logit.order"))
        .containsExactly(
            "row-key-queryDim",
            "row-queryDim-key",
            "key-row-queryDim",
            "key-queryDim-row",
            "queryDim-row-key",
            "queryDim-key-row");
    assertThat(labels(space, "attend.order")).contains("row-key-valueDim", "valueDim-key-row");
    assertThat(labels(space, "K.inside")).containsExactly("instance", "key", "queryDim", "array");
    assertThat(labels(space, "logitsIn.inside")).containsExactly("instance", "row", "key", "array");
    assertThat(labels(space, "attend.transposed")).containsExactly("false", "true");
    assertThat(labels(space, "Q.slots")).containsExactly("1", "2", "3");
  }

  private static List<String> labels(LoopNestSpace space, String name) {
    return space.decisions().stream()
        .filter(decision -> decision.name().equals(name))
        .findAny()
        .orElseThrow()
        .labels();
  }
}
