package org.flatsearch.results.exchange.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.results.LoopNestText;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Exports a schedule as a kernel for CPUs: a C file and a header without dependencies.
 *
 * <p>The kernel computes a layer with the schedule's tiles of rows and keys, in 32-bit floats or
 * bf16, on the threads of OpenMP if it is compiled with that. Tiles without a visible logit are
 * skipped. Compiled with {@code -DATTENTION_COUNT} it counts the words that its outer loops move,
 * which are those of the models on one core. What a CPU decides by itself (stationarity, slots,
 * registers) has no effect.
 */
public final class KernelExporter implements ScheduleExporter {
  @Override
  public String format() {
    return "kernel";
  }

  @Override
  public String description() {
    return "a fast C kernel for CPUs with this schedule's tiles, which checks and times itself";
  }

  @Override
  public ExportedFiles export(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    schedule.requireFits(workload);
    KernelForm form = KernelForm.of(schedule, workload);
    List<String> notes = new ArrayList<>();
    if (accelerator.cores() > 1) {
      notes.add("With -DATTENTION_COUNT the kernel counts the words of one core.");
    }
    KernelSource source = new KernelSource(workload);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(KernelSource.HEADER, source.header());
    files.put(KernelSource.FILE, source.kernel(title(schedule, workload), form));
    return new ExportedFiles(
        files,
        notes,
        List.of(
            "gcc -O3 -march=native -fopenmp %s -lm && ./a.out checks and times the kernel;"
                    .formatted(KernelSource.FILE)
                + " with -DATTENTION_NO_MAIN -c it is an object file to link."),
        Optional.empty());
  }

  private static String title(AttentionSchedule schedule, AttentionWorkload workload) {
    StringBuilder text = new StringBuilder("/*\n");
    text.append(" * Attention of workload ").append(workload.name()).append(" by the schedule\n");
    text.append(" *\n");
    LoopNestText.of(schedule, workload)
        .lines()
        .forEach(line -> text.append(" *   ").append(line).append('\n'));
    return text.append(
            """
             *
             * gcc -O3 -march=native -fopenmp %s -lm && ./a.out
             * checks it against naive attention and measures it on as many threads as
             * OMP_NUM_THREADS says; with -DATTENTION_COUNT it counts the words that move. Not with
             * -ffast-math, which changes how exponentials are rounded, nor with -std=c99, without
             * -ffp-contract=fast beside it.
             */
            """
                .formatted(KernelSource.FILE))
        .toString();
  }
}
