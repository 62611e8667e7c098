package org.flatsearch.experiments.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.flatsearch.cost.walk.WalkListener;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The events of a walk in the Trace Event Format (JSON array) that Perfetto and {@code
 * chrome://tracing} open: a process for each core, with a track for its array and one for its
 * lanes, and a process for the DRAM channels, which all cores share. The port of a core's buffer
 * has no track: the walker gives it to array, lanes and transfers for themselves.
 *
 * <p>Format: "Trace Event Format", Google; complete events ({@code X}) with {@code ts} and {@code
 * dur} in microseconds, metadata events ({@code M}).
 */
public final class ChromeTrace {
  private static final double MICROSECONDS = 1e6;

  /** The process of the DRAM channels; those of the cores follow. */
  private static final int DRAM = 0;

  private record Slice(
      WalkListener.Unit unit, int core, String what, double begin, double duration) {
    int process() {
      return isTransfer() ? DRAM : core + 1;
    }

    boolean isTransfer() {
      return unit == WalkListener.Unit.DRAM_READ || unit == WalkListener.Unit.DRAM_WRITE;
    }
  }

  private final List<Slice> slices = new ArrayList<>();
  private final int most;
  private final double clockHz;
  private boolean isCut;

  private ChromeTrace(int most, double clockHz) {
    this.most = most;
    this.clockHz = clockHz;
  }

  /**
   * Traces a schedule.
   *
   * @param most the first so many events are kept
   */
  public static ChromeTrace of(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload, int most) {
    LoopNest nest = new LoopNest();
    nest.set(schedule);
    ChromeTrace trace = new ChromeTrace(most, accelerator.clockHz());
    WalkModel.trace(accelerator, workload, nest, trace::add);
    return trace;
  }

  private boolean add(
      WalkListener.Unit unit, int core, String what, double beginCycles, double cycles) {
    isCut = slices.size() == most;
    if (!isCut) {
      double toMicroseconds = MICROSECONDS / clockHz;
      slices.add(
          new Slice(unit, core, what, beginCycles * toMicroseconds, cycles * toMicroseconds));
    }
    return !isCut;
  }

  /** Whether there are more events than were kept. */
  public boolean isCut() {
    return isCut;
  }

  /** How many events were kept. */
  public int size() {
    return slices.size();
  }

  /** The trace as a document. */
  public ArrayNode toJson() {
    ArrayNode events = JsonNodeFactory.instance.arrayNode();
    new TreeSet<>(slices.stream().map(Slice::process).toList())
        .forEach(
            process ->
                name(events, "process_name", process, 0, process == DRAM ? "DRAM" : core(process)));
    slices.stream()
        .sorted(Comparator.comparing(Slice::process).thenComparing(Slice::unit))
        .map(slice -> List.of(slice.process(), slice.unit().ordinal()))
        .distinct()
        .forEach(
            track ->
                name(
                    events,
                    "thread_name",
                    track.get(0),
                    track.get(1),
                    WalkListener.Unit.values()[track.get(1)].title()));
    for (Slice slice : slices) {
      ObjectNode event = events.addObject();
      event.put("name", slice.what().split(" i=")[0]); // a colour for each stage, not each tile
      event.put("cat", slice.unit().title()).put("ph", "X");
      event.put("ts", slice.begin()).put("dur", slice.duration());
      event.put("pid", slice.process()).put("tid", slice.unit().ordinal());
      ObjectNode args = event.putObject("args").put("what", slice.what()).put("core", slice.core());
      for (String word : slice.what().split(" ")) {
        String[] index = word.split("="); // such as p=3
        if (index.length == 2) {
          args.put(index[0], Integer.parseInt(index[1]));
        }
      }
    }
    return events;
  }

  private static String core(int process) {
    return "core " + (process - 1);
  }

  private static void name(ArrayNode events, String what, int process, int track, String name) {
    ObjectNode event = events.addObject();
    event.put("name", what).put("ph", "M").put("pid", process).put("tid", track);
    event.putObject("args").put("name", name);
  }
}
