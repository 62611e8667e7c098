package org.flatsearch.experiments.command;

import java.util.Optional;
import org.flatsearch.experiments.block.BlockResult;
import org.flatsearch.experiments.block.BlockResult.Level;
import org.flatsearch.experiments.block.BlockSearch;
import org.flatsearch.experiments.block.BlockText;
import org.flatsearch.experiments.run.Interruption;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.goal.Budget;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.TransformerBlock;
import picocli.CommandLine.ExitCode;

/**
 * A search of more than attention.
 *
 * @param level what is to be scheduled
 * @param block the block that was named, or null
 * @param whatIf whether a study was asked for, which is of attention alone
 */
record BlockOptions(Level level, String block, boolean whatIf) {
  /** The most evaluations of each of the two searches of attention by default: a second or so. */
  private static final long OF_ATTENTION = 1_000_000;

  int search(
      SearchPlan plan, SearchOptions options, OutputOptions output, Interruption interruption) {
    if (level == Level.LAYER) {
      throw new InvalidInputException(
          "--block: a layer has no block; add --level=block or --level=model, or leave it out.");
    }
    if (whatIf) {
      throw new InvalidInputException(
          "--what-if: studies attention alone; leave it out, or use --level=layer.");
    }
    SearchPlan each = options.hasBudget() ? plan : plan.with(byDefault(plan));
    BlockSearch search = new BlockSearch(each, block(plan), options.hasBudget());
    interruption.onInterrupt(search::cancel);
    Optional<BlockResult> found = ProgressLine.during("searching", search::progress, search::run);
    boolean interrupted = interruption.happened();
    if (found.filter(BlockResult::fits).isPresent()) {
      BlockResult result = found.get();
      output.show(result.toJson(level), () -> BlockText.of(result, level));
    } else if (interrupted) {
      output.tellNotWritten("stopped before each part of the block had a schedule");
    } else {
      throw new CommandFailedException(
          "No schedule of attention that fits was found; see what is missing with"
              + " --level=layer.");
    }
    return interrupted ? Interruption.EXIT_CODE : ExitCode.OK;
  }

  private static Budget byDefault(SearchPlan plan) {
    // Two searches, each with less than one of attention alone: masks make evaluations slow.
    long less = Math.max(1, plan.budget().evaluations() / 3);
    return Budget.ofEvaluations(Math.min(OF_ATTENTION, less));
  }

  private TransformerBlock block(SearchPlan plan) {
    if (block != null) {
      return SpecCatalogue.block(block);
    }
    String workload = plan.workload().name();
    return SpecCatalogue.blockOf(workload)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--level: no block ships for workload '%s'; name one of \"list blocks\" or a JSON file with --block."
                        .formatted(workload)));
  }
}
