package org.flatsearch.experiments.proofs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.flatsearch.experiments.block.BlockResult;
import org.flatsearch.experiments.block.BlockResult.Level;
import org.flatsearch.experiments.block.BlockSearch;
import org.flatsearch.experiments.block.Figures;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The tables of {@code flat-levels} in {@code docs/experiments.md}: what the best fused attention
 * gains over the best unfused one, in the layer and in the block, on FLAT's platforms. A model of
 * equal blocks gains as much as one of them.
 */
@Command(name = "level-table", mixinStandardHelpOptions = true)
public final class LevelTable implements Callable<Integer> {
  private static final List<String> WORKLOADS = List.of("bert", "trxl", "t5-small", "xlm");
  private static final List<String> PLATFORMS = List.of("flat-edge", "flat-cloud");
  private static final List<String> MODELS = List.of("flat", "loopnest");
  private static final List<Integer> LENGTHS = List.of(512, 4_096, 65_536);
  private static final List<String> BUFFERS =
      List.of("20KiB", "50KiB", "200KiB", "2MiB", "32MiB", "2GiB");
  private static final int LENGTH_OF_BUFFERS = 4_096;

  @Spec private CommandSpec spec;

  /** Prints the tables. */
  public static void main(String[] args) {
    TableProgram.run(new LevelTable(), args);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(TableProgram.whatFiguresDependOn());
    out.println();
    out.println("| platform | model | tokens | layer | block | energy: layer | block |");
    out.println("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    for (String platform : PLATFORMS) {
      for (String model : MODELS) {
        for (int length : LENGTHS) {
          Accelerator accelerator = SpecCatalogue.accelerator(platform);
          String what = platform + " | " + model + " | " + Units.count(length);
          out.println("| " + what + cells(accelerator, model, length));
        }
      }
    }
    out.println();
    out.println("| platform | buffer | layer | block | energy: layer | block |");
    out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (String platform : PLATFORMS) {
      for (String buffer : BUFFERS) {
        Accelerator accelerator = SpecCatalogue.accelerator(platform).with("bufferBytes", buffer);
        out.println(
            "| " + platform + " | " + buffer + cells(accelerator, "loopnest", LENGTH_OF_BUFFERS));
      }
    }
    return 0;
  }

  /** The geometric means over the workloads. */
  private static String cells(Accelerator accelerator, String model, int length) {
    List<Figures> layers = new ArrayList<>();
    List<Figures> blocks = new ArrayList<>();
    for (String name : WORKLOADS) {
      String tokens = Integer.toString(length);
      AttentionWorkload workload =
          SpecCatalogue.workload(name).with(Map.of("queryLength", tokens, "keyLength", tokens));
      SearchSetting setting =
          new SearchSetting(
              model,
              "full",
              List.of(),
              Objective.DEFAULT,
              "auto",
              Map.of(),
              1,
              Budget.ofEvaluations(1_000_000),
              Optional.empty());
      SearchPlan plan = SearchPlan.of(accelerator, workload, setting);
      BlockResult result =
          new BlockSearch(plan, SpecCatalogue.blockOf(name).orElseThrow(), false)
              .run()
              .orElseThrow();
      result.gain(Level.LAYER).ifPresent(layers::add);
      result.gain(Level.BLOCK).ifPresent(blocks::add);
    }
    if (layers.size() < WORKLOADS.size()) {
      return " | – | – | – | – |";
    }
    return " | %s | %s | %s | %s |"
        .formatted(
            mean(layers, Figures::latencySeconds),
            mean(blocks, Figures::latencySeconds),
            mean(layers, Figures::energyJoules),
            mean(blocks, Figures::energyJoules));
  }

  private static String mean(List<Figures> gains, ToDoubleFunction<Figures> figure) {
    double logarithms =
        gains.stream().mapToDouble(gain -> Math.log(figure.applyAsDouble(gain))).sum();
    return Units.times(Math.exp(logarithms / gains.size()));
  }
}
