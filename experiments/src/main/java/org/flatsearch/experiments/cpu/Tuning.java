package org.flatsearch.experiments.cpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.KernelSearch;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.exchange.kernel.KernelForm;
import org.flatsearch.results.exchange.kernel.KernelForm.Tiles;
import org.flatsearch.results.exchange.kernel.KernelSource;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;

/**
 * Tiles that the walker finds best among those that the kernel takes, timed on this CPU.
 *
 * <p>Models work on a tile as soon as one of its logits is visible; the kernel skips what a mask
 * hides in steps of a vector of rows and of single keys, whatever its tiles. So tiles are rated for
 * the layer without its mask, and times are those times the share of visible logits.
 */
public final class Tuning {
  /** A schedule with its cost by the model and its measured time; infinite if it differs. */
  private record Timed(Tiles tiles, RatedSchedule rated, double predicted, double seconds) {}

  /** The kernel that is compiled, with K and V that come with each tile, or that are held. */
  static final List<String> KERNELS = List.of("cpu", "cpu-held");

  /** Sides of the grid that {@code --grid} times. */
  private static final List<Integer> GRID = List.of(16, 32, 64, 128, 256, 512, 1024, 2048);

  private final CostModel model = new WalkModel();
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final String compiler;
  private final List<Timed> timed;

  /**
   * Rates, compiles and times.
   *
   * @param compiler the command of a C compiler
   * @param count how many schedules to time; 0 times a grid of tiles
   * @param seconds how long to time them, at least three rounds
   * @throws InvalidInputException if the kernel cannot compute the layer, or there is no compiler
   */
  public Tuning(
      Accelerator accelerator,
      AttentionWorkload workload,
      String compiler,
      int count,
      double seconds) {
    this.accelerator = accelerator;
    this.workload = workload;
    this.compiler = compiler;
    KernelSource source = new KernelSource(workload);
    Map<Tiles, RatedSchedule> candidates = count > 0 ? best(count) : grid();
    List<String> arguments = new ArrayList<>(List.of(Double.toString(seconds)));
    for (Tiles tiles : candidates.keySet()) {
      arguments.addAll(
          IntStream.of(
                  tiles.rows(),
                  tiles.keys(),
                  tiles.values(),
                  tiles.part(),
                  tiles.hasWholeRows() ? 1 : 0)
              .mapToObj(Integer::toString)
              .toList());
    }
    List<String> lines;
    try (CompiledProgram program =
        new CompiledProgram(compiler, accelerator.cores(), workload, source.comparison())) {
      lines = program.run(arguments);
    }
    List<Timed> results = new ArrayList<>();
    for (Map.Entry<Tiles, RatedSchedule> each : candidates.entrySet()) {
      String line = lines.get(results.size());
      double took =
          line.startsWith("time ")
              ? Double.parseDouble(line.substring("time ".length()))
              : Double.POSITIVE_INFINITY;
      double predicted = each.getValue().cost().latencySeconds() * visible();
      results.add(new Timed(each.getKey(), each.getValue(), predicted, took));
    }
    timed = List.copyOf(results);
    if (timed.stream().allMatch(each -> Double.isInfinite(each.seconds()))) {
      throw new InvalidInputException(
          "what %s compiled differs from naive attention. Name another compiler."
              .formatted(compiler));
    }
  }

  /**
   * The best tiles of the kernel by the walker, whose K and V are held as long as pays; the best
   * first.
   */
  private Map<Tiles, RatedSchedule> best(int count) {
    List<RatedSchedule> all = new ArrayList<>();
    for (KernelOnChip kernel : kernels()) {
      try {
        for (KernelSearch.Choice choice :
            KernelSearch.forTime(kernel).fastest(model, 2 * count).choices()) {
          all.add(rated(kernel.variant(choice.parameters())));
        }
      } catch (InvalidInputException e) {
        // No tiles of it fit the buffer.
      }
    }
    if (all.isEmpty()) {
      throw new InvalidInputException(
          "no tiles of the kernel fit the buffer of accelerator '%s' (%s). Make bufferBytes larger."
              .formatted(accelerator.name(), Units.bytes(accelerator.bufferBytes())));
    }
    Map<Tiles, RatedSchedule> best = new LinkedHashMap<>();
    ofTiles(all).entrySet().stream()
        .sorted(Comparator.comparingDouble(each -> rank(each.getValue())))
        .limit(count)
        .forEach(each -> best.put(each.getKey(), each.getValue()));
    return best;
  }

  /** At most eight by eight tiles of rows and keys. */
  private Map<Tiles, RatedSchedule> grid() {
    List<Variant> variants = new ArrayList<>();
    for (KernelOnChip kernel : kernels()) {
      for (int rows : GRID) {
        for (int keys : GRID) {
          variants.add(kernel.variant(Map.of("block_q", rows, "block_kv", keys)));
        }
      }
    }
    return ofTiles(variants.parallelStream().map(this::rated).toList());
  }

  private List<KernelOnChip> kernels() {
    AttentionWorkload unmasked = workload.withMask(Mask.NONE);
    return KERNELS.stream()
        .map(name -> KernelOnChip.of(Kernel.named(name), accelerator, unmasked))
        .toList();
  }

  private RatedSchedule rated(Variant variant) {
    return RatedSchedule.of(variant.schedule(), model, variant.accelerator(), variant.workload());
  }

  /** The schedules by their tiles; of those with the same, the one that is better. */
  private Map<Tiles, RatedSchedule> ofTiles(List<RatedSchedule> schedules) {
    Map<Tiles, RatedSchedule> best = new LinkedHashMap<>();
    for (RatedSchedule each : schedules) {
      best.merge(
          KernelForm.of(each.schedule(), workload).tiles(),
          each,
          (a, b) -> rank(b) < rank(a) ? b : a);
    }
    return best;
  }

  /** The share of logits that a mask leaves visible. */
  private double visible() {
    double all = (double) workload.instances() * workload.rows() * workload.keys();
    return workload.visibleLogits() / all;
  }

  private static double rank(RatedSchedule rated) {
    return rated.cost().latencySeconds() + (rated.cost().isFeasible() ? 0 : 1e9);
  }

  private Timed fastest() {
    return timed.stream().min(Comparator.comparingDouble(Timed::seconds)).orElseThrow();
  }

  private Timed firstPredicted() {
    return timed.stream().min(Comparator.comparingDouble(Timed::predicted)).orElseThrow();
  }

  /** What was timed, the fastest first, and how well the model ranks it. */
  public String text() {
    Columns table = new Columns("rrrlrr");
    table.row("row tile", "key tile", "part", "softmax", "predicted", "measured");
    timed.stream()
        .sorted(Comparator.comparingDouble(Timed::seconds))
        .forEach(each -> table.row(row(each)));
    double[] predicted = timed.stream().mapToDouble(Timed::predicted).toArray();
    double[] measured = timed.stream().mapToDouble(Timed::seconds).toArray();
    double slowest = timed.stream().mapToDouble(Timed::seconds).max().orElseThrow();
    String ranks =
        timed.size() < 3
            ? ""
            : "Rank correlation of predicted and measured: %.2f; the slowest takes %s.\n"
                .formatted(
                    new SpearmansCorrelation().correlation(predicted, measured),
                    Units.times(slowest / fastest().seconds()));
    return "%sThe model's first choice loses %s to the fastest.\n"
        .formatted(
            table.text("  ") + "\n" + ranks,
            Units.percent(firstPredicted().seconds() / fastest().seconds() - 1));
  }

  private String[] row(Timed each) {
    Tiles tiles = each.tiles();
    return new String[] {
      "" + tiles.rows(),
      "" + tiles.keys(),
      tiles.part() < workload.keys() ? "" + tiles.part() : "",
      tiles.hasWholeRows() ? "rows" : "online",
      Units.seconds(each.predicted()),
      Double.isInfinite(each.seconds()) ? "differs" : Units.seconds(each.seconds())
    };
  }

  /** The fastest schedule, its cost by the model and its measured time. */
  public ObjectNode document() {
    Timed fastest = fastest();
    ObjectNode document =
        new EvaluationDocument(
                accelerator,
                workload,
                model.name(),
                OptionalInt.of(model.version()),
                RatedSchedule.of(fastest.rated().schedule(), model, accelerator, workload))
            .toJson();
    document
        .putObject("measured")
        .put("seconds", fastest.seconds())
        .put("threads", accelerator.cores())
        .put("compiler", compiler)
        .put("cpu", Cpu.here().model());
    return document;
  }
}
