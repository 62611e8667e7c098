package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The closed form counts what the walker counts, and never takes longer. */
@Execution(ExecutionMode.CONCURRENT)
class WalkerEqualityTest {
  private static final Set<CostFigure> TIMES =
      EnumSet.of(
          CostFigure.LATENCY,
          CostFigure.LEAKAGE,
          CostFigure.EDP,
          CostFigure.UTILIZATION,
          CostFigure.IDEAL_LATENCY);

  private static final long SEED = 20_261_124;

  @Test
  void countsEqualTheWalkersOnFiveThousandRandomNests() {
    compare(SEED, 5_000);
  }

  @Test
  @Tag("thorough")
  void countsEqualTheWalkersOnTwoHundredThousandRandomNests() {
    compare(SEED + 1, Integer.getInteger("flatsearch.nests", 200_000));
  }

  @Test
  void countsEqualTheWalkersOnFiveThousandRandomNestsWithFeatures() {
    compareWithFeatures(SEED + 2, 5_000);
  }

  @Test
  @Tag("thorough")
  void countsEqualTheWalkersOnTwoHundredThousandRandomNestsWithFeatures() {
    compareWithFeatures(SEED + 3, Integer.getInteger("flatsearch.nests", 200_000));
  }

  private static void compareWithFeatures(long seed, int nests) {
    Random random = new Random(seed);
    RandomNests plain = new RandomNests(random);
    RandomFeatures features = new RandomFeatures(random);
    CostSheet closed = new CostSheet();
    CostSheet walked = new CostSheet();
    for (int k = 0; k < nests; k++) {
      AttentionWorkload workload =
          features.workload(random.nextInt(4) > 0 ? plain.workload() : plain.longWorkload());
      Accelerator accelerator = features.accelerator(plain.accelerator(4));
      LoopNest nest = plain.nest(workload);
      features.add(nest, workload);
      ScheduleEvaluator evaluator = LatencyGap.CLOSED_FORM.bind(accelerator, workload);
      if (evaluator.refusal(nest).isPresent()) {
        continue;
      }
      evaluator.evaluate(nest, closed);
      LatencyGap.WALK.bind(accelerator, workload).evaluate(nest, walked);
      int drawn = k;
      Supplier<String> where =
          () -> where(seed, drawn, nest) + "\n" + workload + "\n" + accelerator;
      requireEqual(closed, walked, where);
      requireNoBusier(Bound.ARRAY, closed, walked, where);
      requireNoBusier(Bound.LANES, closed, walked, where);
      requireNoBusier(Bound.ON_CHIP, closed, walked, where);
      requireNoBusier(Bound.DRAM, closed, walked, where);
      assertThat(closed.latencySeconds)
          .as(() -> "latency, " + where.get())
          .isLessThanOrEqualTo(walked.latencySeconds * (1 + 1e-8));
    }
  }

  private static void compare(long seed, int nests) {
    RandomNests random = new RandomNests(seed);
    CostSheet closed = new CostSheet();
    CostSheet walked = new CostSheet();
    for (int k = 0; k < nests; k++) {
      AttentionWorkload workload = random.workload();
      Accelerator accelerator = random.accelerator(4);
      LoopNest nest = random.nest(workload);
      LatencyGap.CLOSED_FORM.bind(accelerator, workload).evaluate(nest, closed);
      LatencyGap.WALK.bind(accelerator, workload).evaluate(nest, walked);
      int drawn = k;
      Supplier<String> where =
          () -> where(seed, drawn, nest) + "\n" + workload + "\n" + accelerator;
      requireEqual(closed, walked, where);
      requireTimeForAllTraffic(closed, accelerator, workload, where);
      requireTimeForAllWordsOfPorts(walked, accelerator, workload, where);
      requireDerivedFigures(closed, accelerator, where);
      requireDerivedFigures(walked, accelerator, where);
      requireEquallyBusy(Bound.ARRAY, closed, walked, where);
      requireEquallyBusy(Bound.LANES, closed, walked, where);
      if (accelerator.cores() == 1) {
        requireEquallyBusy(Bound.ON_CHIP, closed, walked, where);
        requireEquallyBusy(Bound.DRAM, closed, walked, where);
        requireTimeForAllWordsOfPorts(closed, accelerator, workload, where);
      } else {
        requireNoBusier(Bound.ON_CHIP, closed, walked, where);
        requireNoBusier(Bound.DRAM, closed, walked, where);
      }
    }
  }

  /** The traffic of all cores takes at least as long as their common channels need for it. */
  private static void requireTimeForAllTraffic(
      CostSheet closed,
      Accelerator accelerator,
      AttentionWorkload workload,
      Supplier<String> where) {
    double wordBytes = workload.wordBytes();
    double reads = closed.dramReadWords * wordBytes / accelerator.dramReadBytesPerSecond();
    double writes = closed.dramWriteWords * wordBytes / accelerator.dramWriteBytesPerSecond();
    double least = accelerator.dramShared() ? reads + writes : Math.max(reads, writes);
    assertThat(closed.busySeconds[Bound.DRAM.ordinal()])
        .as(() -> "DRAM busy, " + where.get())
        .isGreaterThanOrEqualTo(least * (1 - 1e-12));
    assertThat(closed.latencySeconds)
        .as(() -> "latency, " + where.get())
        .isGreaterThanOrEqualTo(least * (1 - 1e-12));
  }

  /** What follows from other figures of the same sheet, for all cores together. */
  private static void requireDerivedFigures(
      CostSheet sheet, Accelerator accelerator, Supplier<String> where) {
    double macsPerSecond =
        (double) accelerator.cores()
            * accelerator.rows()
            * accelerator.columns()
            * accelerator.clockHz();
    double ideal = sheet.macs / macsPerSecond;
    requireClose(sheet.idealLatencySeconds, ideal, () -> "ideal latency, " + where.get());
    requireClose(
        sheet.utilization, ideal / sheet.latencySeconds, () -> "utilization, " + where.get());
    requireClose(
        sheet.leakageJoules,
        accelerator.energy().leakageWatts() * sheet.latencySeconds,
        () -> "leakage, " + where.get());
    double busiest = Arrays.stream(sheet.busySeconds).max().orElseThrow();
    assertThat(sheet.busySeconds[sheet.bound.ordinal()])
        .as(() -> "bound by " + sheet.bound + ", " + where.get())
        .isEqualTo(busiest);
  }

  private static void requireEquallyBusy(
      Bound resource, CostSheet closed, CostSheet walked, Supplier<String> where) {
    requireClose(
        closed.busySeconds[resource.ordinal()],
        walked.busySeconds[resource.ordinal()],
        () -> resource + " busy, " + where.get());
  }

  /**
   * Array, lanes and transfers share the port of a core, so it must have time for all their words;
   * one of the ports for at least the average.
   */
  private static void requireTimeForAllWordsOfPorts(
      CostSheet sheet,
      Accelerator accelerator,
      AttentionWorkload workload,
      Supplier<String> where) {
    double words = sheet.onChipReadWords + sheet.onChipWriteWords;
    double least =
        words * workload.wordBytes() / accelerator.onChipBytesPerSecond() / accelerator.cores();
    assertThat(sheet.latencySeconds)
        .as(() -> "time of ports, " + where.get())
        .isGreaterThanOrEqualTo(least * (1 - 1e-12));
  }

  /** Of several cores, the walk reports the busiest one; the closed form must not report more. */
  private static void requireNoBusier(
      Bound resource, CostSheet closed, CostSheet walked, Supplier<String> where) {
    assertThat(closed.busySeconds[resource.ordinal()])
        .as(() -> resource + " busy, " + where.get())
        .isLessThanOrEqualTo(walked.busySeconds[resource.ordinal()] * (1 + 1e-12));
  }

  private static String where(long seed, int drawn, LoopNest nest) {
    return "seed " + seed + ", nest " + drawn + ": " + nest.toSchedule();
  }

  /** All figures but times, in which one model only bounds the other, and their parts. */
  private static void requireEqual(CostSheet closed, CostSheet walked, Supplier<String> where) {
    for (CostFigure figure : CostFigure.values()) {
      Supplier<String> what = () -> figure + ", " + where.get();
      if (figure == CostFigure.ENERGY) {
        requireClose(closed.energyJoules, walked.energyJoules, what);
      } else if (!TIMES.contains(figure)) {
        assertThat(figure.of(closed)).as(what).isEqualTo(figure.of(walked));
      }
      figure
          .parts()
          .filter(CostFigure.Parts::addUp)
          .ifPresent(
              parts -> {
                double[] ofClosed = parts.of().apply(closed);
                double[] ofWalked = parts.of().apply(walked);
                for (int k = 0; k < ofClosed.length; k++) {
                  requireClose(ofClosed[k], ofWalked[k], what);
                }
                double sum = Arrays.stream(ofClosed).sum();
                requireClose(sum, figure.of(closed).doubleValue(), what);
              });
    }
  }

  private static void requireClose(double found, double expected, Supplier<String> what) {
    assertThat(found).as(what).isCloseTo(expected, within(1e-12 * expected));
  }
}
