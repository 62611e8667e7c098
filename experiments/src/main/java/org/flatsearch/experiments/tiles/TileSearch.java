package org.flatsearch.experiments.tiles;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.KernelSearch;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.experiments.run.Tasks;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Finds the best blocks of shapes.
 *
 * @param kernel the kernel
 * @param chip where it runs
 * @param count how many of each shape
 * @param page keys of a page of the cache, for tables with such keys
 */
public record TileSearch(Kernel kernel, Accelerator chip, int count, int page) {
  /** So many shapes of each core are ahead of the one that is wanted next. */
  private static final int AHEAD = 8;

  /** The best blocks of shapes on all cores, in the order of the shapes. */
  void run(Collection<AttentionWorkload> shapes, Consumer<ShapeTiles> each) {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(cores);
    try {
      Deque<Future<ShapeTiles>> ahead = new ArrayDeque<>();
      for (AttentionWorkload shape : shapes) {
        ahead.add(pool.submit(() -> of(shape)));
        if (ahead.size() >= AHEAD * cores) {
          each.accept(Tasks.get(ahead.remove()));
        }
      }
      while (!ahead.isEmpty()) {
        each.accept(Tasks.get(ahead.remove()));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** The best blocks of a shape. */
  ShapeTiles of(AttentionWorkload shape) {
    KernelOnChip on;
    try {
      on = KernelOnChip.of(kernel, chip, shape);
    } catch (InvalidInputException e) {
      return ShapeTiles.none(shape, e.getMessage());
    }
    KernelSearch.Fastest fastest;
    try {
      fastest = KernelSearch.forTime(on).fastest(new WalkModel(), count);
    } catch (InvalidInputException e) {
      return ShapeTiles.none(shape, reason(on));
    }
    return new ShapeTiles(shape, fastest.choices(), fastest.boundSeconds(), fastest.model(), "");
  }

  /** Why no block fits: what the smallest ones need too much of. */
  private static String reason(KernelOnChip on) {
    try {
      Variant smallest = on.smallest();
      String blocks = "the smallest blocks, " + Variant.text(smallest.parameters()) + ",";
      return smallest
          .excess()
          .map(excess -> blocks + " exceed " + excess)
          .orElseGet(() -> blocks + " " + shortage(smallest));
    } catch (InvalidInputException e) {
      return e.getMessage();
    }
  }

  private static String shortage(Variant smallest) {
    CostModel model = CostModels.named(ScheduleRefinement.BOUND);
    LoopNest nest = new LoopNest();
    nest.set(smallest.schedule());
    CostSheet sheet = new CostSheet();
    model.bind(smallest.accelerator(), smallest.workload()).evaluate(nest, sheet);
    return sheet.violationBytes == 0
        ? "break a rule of the kernel or of the chip"
        : String.format(
            Locale.ROOT,
            "need %s more %s than the chip has",
            Units.bytes(sheet.violationBytes),
            sheet.registerViolationBytes > 0 ? "of registers" : "of buffer");
  }
}
