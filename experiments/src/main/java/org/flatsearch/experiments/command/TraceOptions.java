package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.flatsearch.experiments.explain.ChromeTrace;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.schedule.AttentionSchedule;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that write the walker's events. */
final class TraceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Writes the events of model walk as a trace that Perfetto and chrome://tracing open:"
              + " array and lanes of each core, and the DRAM channels.")
  private Path file;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "10000",
      description = "The first N events of the trace; 10000 by default.")
  private int events;

  /** Refuses what could not be written, before the work begins. */
  void check() {
    OptionRules.requireAtLeast("--events", events, 1);
    if (file != null) {
      AtomicFile.requireWritable(file);
    }
  }

  /** Writes the trace, if one is wanted. */
  void write(AttentionSchedule schedule, Target target) {
    if (file == null) {
      return;
    }
    ChromeTrace trace = ChromeTrace.of(schedule, target.accelerator(), target.workload(), events);
    AtomicFile.write(file, trace.toJson() + "\n");
    if (trace.isCut()) {
      PrintWriter notes = spec.commandLine().getErr();
      notes.printf(
          "note: %s has the first %d events; --events %d shows more.%n",
          file, trace.size(), Math.min(10L * events, Integer.MAX_VALUE));
      notes.flush();
    }
  }
}
