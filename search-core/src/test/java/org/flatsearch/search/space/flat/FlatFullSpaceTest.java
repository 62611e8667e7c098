package org.flatsearch.search.space.flat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.goal.Objective;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.search.Enumeration;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class FlatFullSpaceTest {
  private static final List<Objective> OBJECTIVES =
      List.of(
          Objective.of("latency", "energy"),
          Objective.of("energy"),
          Objective.of("edp"),
          Objective.of("traffic"),
          Objective.of("footprint"),
          Objective.of("footprint", "latency", "energy"));

  @Test
  void hasTheSmallestTileOfEachTripCount() {
    for (int extent = 1; extent <= 300; extent++) {
      int[] tiles = FlatFullSpace.smallestTiles(extent);
      int next = 0;
      for (int tile = 1; tile <= extent; tile++) {
        boolean smallest = tile == 1 || trips(extent, tile) < trips(extent, tile - 1);
        if (smallest) {
          assertThat(tiles[next++]).isEqualTo(tile);
        }
      }
      assertThat(tiles).hasSize(next);
    }
  }

  private static int trips(int extent, int tile) {
    return (extent + tile - 1) / tile;
  }

  @Test
  void statesItsSize() {
    AttentionWorkload bert = SpecCatalogue.workload("bert");
    Accelerator edge = SpecCatalogue.accelerator("flat-edge");
    assertThat(FlatFullSpace.of(edge, bert).size()).isEqualTo(288 * 45 * 55);
    assertThat(FlatFullSpace.of(edge.with("lanes", "64"), bert).size()).isEqualTo(288 * 45);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unlimited", "3"})
  void losesNothingAgainstEveryIntegerTile(String lanes) {
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Accelerator accelerator = randomAccelerator(random).with("lanes", lanes);
      AttentionWorkload workload = randomWorkload(random);
      Score[] brute = bestOfEveryTile(accelerator, workload);
      AttentionProblem problem =
          AttentionProblem.of(
              new FlatModel(), FlatFullSpace.of(accelerator, workload), accelerator, workload);
      for (int k = 0; k < OBJECTIVES.size(); k++) {
        Score found = Enumeration.of(problem, OBJECTIVES.get(k)).score;
        assertThat(OBJECTIVES.get(k).compare(found.values, brute[k].values))
            .as("seed %d, objective %s", seed, OBJECTIVES.get(k).metrics())
            .isZero();
      }
    }
  }

  /** Tight to loose buffers, slow to fast DRAM, arrays smaller and larger than the dimensions. */
  private static Accelerator randomAccelerator(SplittableRandom random) {
    return SpecCatalogue.accelerator("flat-edge")
        .with(
            Map.of(
                "rows", Integer.toString(1 + random.nextInt(9)),
                "columns", Integer.toString(1 + random.nextInt(9)),
                "bufferBytes", Integer.toString(1 << random.nextInt(4, 16)),
                "clockHz", "1000000000",
                "dramReadBytesPerSecond", Long.toString(10_000_000L << random.nextInt(10))));
  }

  private static AttentionWorkload randomWorkload(SplittableRandom random) {
    return new AttentionWorkload(
        "random",
        "",
        1 + random.nextInt(3),
        4,
        1 << random.nextInt(3),
        1 + random.nextInt(8),
        1 + random.nextInt(30),
        1 + random.nextInt(12),
        1 + random.nextInt(12),
        2);
  }

  private static Score[] bestOfEveryTile(Accelerator accelerator, AttentionWorkload workload) {
    Score[] best = OBJECTIVES.stream().map(Score::new).toArray(Score[]::new);
    Score[] point = OBJECTIVES.stream().map(Score::new).toArray(Score[]::new);
    FlatNests nests = new FlatNests(workload);
    ScheduleEvaluator evaluator = new FlatModel().bind(accelerator, workload);
    LoopNest nest = new LoopNest();
    CostSheet sheet = new CostSheet();
    int[] places = new int[5];
    do {
      for (Stationarity logit : Stationarity.values()) {
        for (Stationarity attend : Stationarity.values()) {
          for (int rowTile = 1; rowTile <= workload.rows(); rowTile++) {
            for (int instances = 1; instances <= workload.instances(); instances++) {
              nests.fill(nest, places, logit, attend, rowTile, instances);
              evaluator.evaluate(nest, sheet);
              keepBest(best, point, sheet);
            }
          }
        }
      }
    } while (Enumeration.advance(places, FlatNests.PLACES));
    return best;
  }

  private static void keepBest(Score[] best, Score[] point, CostSheet sheet) {
    for (int k = 0; k < best.length; k++) {
      List<String> metrics = OBJECTIVES.get(k).metrics();
      point[k].violation = 0;
      for (int j = 0; j < metrics.size(); j++) {
        point[k].values[j] = metric(metrics.get(j), sheet);
      }
      if (point[k].compareTo(best[k]) < 0) {
        best[k].set(point[k]);
      }
    }
  }

  private static double metric(String name, CostSheet sheet) {
    return switch (name) {
      case "latency" -> sheet.latencySeconds;
      case "energy" -> sheet.energyJoules;
      case "edp" -> sheet.latencySeconds * sheet.energyJoules;
      case "traffic" -> sheet.trafficBytes;
      case "footprint" -> sheet.footprintBytes;
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat-edge", "flat-cloud", "flat-edge-64-lanes", "flat-cloud-256-lanes"})
  void hasForEachPublishedPointOneThatIsAtLeastAsGood(String name) {
    Accelerator accelerator = SpecCatalogue.accelerator(name);
    for (String model : List.of("bert", "trxl", "t5-small", "xlm")) {
      for (int length = 512; length <= 1 << 20; length *= 2) {
        AttentionWorkload workload = SpecCatalogue.workload(model).withSequence(length);
        requireNeverWorse(accelerator, workload);
      }
    }
    requireNeverWorse(accelerator, SpecCatalogue.workload("bert").withSequence(1000));
  }

  private static void requireNeverWorse(Accelerator accelerator, AttentionWorkload workload) {
    AttentionProblem published =
        AttentionProblem.of(
            new FlatModel(), FlatPublishedSpace.of(accelerator, workload), accelerator, workload);
    AttentionProblem full =
        AttentionProblem.of(
            new FlatModel(), FlatFullSpace.of(accelerator, workload), accelerator, workload);
    SearchProblem.Evaluator ofPublished = published.evaluator();
    SearchProblem.Evaluator ofFull = full.evaluator();
    double[] bound = new double[AttentionProblem.METRICS.size()];
    double[] found = new double[AttentionProblem.METRICS.size()];
    LoopNest nest = new LoopNest();
    int[] vector = new int[published.decisions().size()];
    do {
      ofPublished.evaluate(vector, bound);
      published.space().decode(vector, nest);
      ofFull.evaluate(full.space().encode(nest).orElseThrow(), found);
      for (int k = 0; k < found.length; k++) {
        assertThat(found[k]).isLessThanOrEqualTo(bound[k] * (1 + 1e-12));
      }
    } while (Enumeration.advance(vector, published.decisions()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unlimited", "3"})
  void hasForEveryTileOneThatIsAtLeastAsGood(String lanes) {
    for (long seed = 1; seed <= 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Accelerator accelerator = randomAccelerator(random).with("lanes", lanes);
      AttentionWorkload workload = randomWorkload(random);
      LoopNest nest = new LoopNest();
      new FlatNests(workload)
          .fill(
              nest,
              FlatNests.PLACES.stream().mapToInt(place -> random.nextInt(place.size())).toArray(),
              Stationarity.values()[random.nextInt(3)],
              Stationarity.values()[random.nextInt(3)],
              1 + random.nextInt(workload.rows()),
              1 + random.nextInt(workload.instances()));
      ScheduleEvaluator evaluator = new FlatModel().bind(accelerator, workload);
      CostSheet given = new CostSheet();
      CostSheet found = new CostSheet();
      evaluator.evaluate(nest, given);

      FlatFullSpace space = FlatFullSpace.of(accelerator, workload);
      space.decode(space.encode(nest).orElseThrow(), nest);

      evaluator.evaluate(nest, found);
      for (String metric : List.of("latency", "energy", "traffic", "footprint")) {
        assertThat(metric(metric, found))
            .as("seed %d, %s", seed, metric)
            .isLessThanOrEqualTo(metric(metric, given) * (1 + 1e-12));
      }
    }
  }
}
