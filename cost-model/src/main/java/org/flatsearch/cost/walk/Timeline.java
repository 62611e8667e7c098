package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.List;

/**
 * A loop nest in time, played as events on the cores' arrays, softmax lanes and load queues and on
 * the DRAM channels that the cores share.
 *
 * <p><b>The array</b> of a core does its steps (one DRAM tile of one stage, all instances of the
 * tile) one after another in the order of {@link ArrayOrder}. A step starts as soon as
 *
 * <ol>
 *   <li>the step before it has ended;
 *   <li>every tile that it is the first to use and that is loaded has arrived; of a tile of K, only
 *       the first piece need have;
 *   <li>for every output tile that it is the first to use and that is not loaded, there is a slot:
 *       tile n of a tensor with s slots needs tiles 0 to n − s to have been stored;
 *   <li>in the Attend stage, the softmax of its shared tile has ended.
 * </ol>
 *
 * It takes max(array cycles, words that the array moves from and to the buffer · bytes a word /
 * on-chip bandwidth). If K arrives while it runs, it is cut into as many equal parts as there are
 * pieces; a part starts when the part before it has ended and its piece has arrived. Operands at
 * the array (inputs, partial sums, outputs) are streams: one transfer each, requested when the step
 * starts; the step does not end before its streams.
 *
 * <p><b>Loads.</b> A core has one queue of loads in the order of first use by its array; within a
 * step Q, K, V, O, logitsOut, logitsIn, statistics. Tile n of a tensor with s slots is requested as
 * soon as
 *
 * <ol>
 *   <li>the load before it in the queue has ended;
 *   <li>tiles 0 to n − s of the tensor have left: an input when the last step that uses it has
 *       ended, an output when its store has ended;
 *   <li>for an output that comes back to have its sums continued, the store of the same sums has
 *       ended;
 *   <li>for softmaxed logits from DRAM, the softmax pass of their shared tile has ended;
 *   <li>with multicast, all of this holds on every core that receives the load.
 * </ol>
 *
 * Piece j of a tile of K in n pieces arrives when all but (n − j)/n of its bytes have been moved;
 * every other tile arrives as a whole.
 *
 * <p><b>Stores.</b> An output tile is stored when its last use is over: requested when the last
 * step that uses it has ended or, if its sums are final, when the lanes have divided it: the whole
 * tile, also where it covers rows that are dealt to other cores. Statistics that leave the buffer
 * are stored and loaded like an output tile of Attend with the slots of O, or one if O is streamed;
 * they are not divided, and the softmax of their shared tile does not wait for them.
 *
 * <p><b>The lanes</b> of a core do one piece of work at a time in the order of becoming ready: the
 * softmax of a shared tile when its last Logit step has ended, in max(lane operations / lanes,
 * words · bytes a word / on-chip bandwidth), the rescaling of an online softmax included; the
 * division of a final output tile, when its last Attend step has ended. Of an output at the array,
 * the lanes divide what each final step completes; nothing waits for that.
 *
 * <p><b>Logits through DRAM.</b> The softmax of a shared tile is a pass: it becomes ready when in
 * addition all stores of logits so far have ended, and when it starts it requests two streams, of
 * the logits that it reads and of those that it writes; it does not end before them.
 *
 * <p><b>DRAM</b> has a channel for reads and one for writes, or one for both. A channel does one
 * transfer at a time, in the order of request. Of simultaneous requests, those of the lowest core
 * go first; of one core's, loads go before streams and streams before stores, and among streams and
 * among stores, those of array work go first. A transfer occupies its channel for the latency and
 * bytes / bandwidth. Streams are never multicast. If a core can draw only so many bytes a second, a
 * transfer also waits until those that it has begun before have passed at that rate, and takes its
 * own time at that rate; meanwhile its channel may serve others.
 *
 * <p>Time starts with the first event and ends with the last. The array and the lanes each work as
 * if they had the on-chip port for themselves; {@link SheetFiller} makes up for that.
 */
final class Timeline {
  /** The tick of an event that will not happen. */
  static final long NEVER = Long.MAX_VALUE;

  private final Core[] cores;
  private final Agenda agenda = new Agenda();
  private final Dram dram;

  /** Hears of events; null in most walks. */
  private EventTrace trace;

  private final LoadRequests requests;
  private final Repetition repetition;

  /** Cores that may be able to proceed at this tick, each once. */
  private final Core[] stirred;

  private int stirredCount;

  /** The first of them, in a ring: those of low numbers first, as channels serve them. */
  private int firstStirred;

  Timeline(WalkPlan plan, WalkBudget budget) {
    cores = new Core[plan.dealing.busyCores()];
    stirred = new Core[cores.length];
    dram = new Dram(this, plan.accelerator, cores.length);
    Merges merges = plan.nest.hasParts() ? new Merges(plan) : null;
    for (int core = 0; core < cores.length; core++) {
      cores[core] = new Core(core, plan, merges, dram, agenda, budget);
    }
    requests = new LoadRequests(plan, cores, dram);
    repetition = new Repetition(plan, cores, dram);
  }

  Core[] cores() {
    return cores;
  }

  /** What each core has moved. */
  List<WordCounts> counts() {
    List<WordCounts> counts = new ArrayList<>();
    for (Core core : cores) {
      counts.add(core.counts);
    }
    return counts;
  }

  /**
   * Plays the whole nest.
   *
   * @param skipping whether repetitions are skipped
   * @return the tick at which the last event ends
   */
  long play(boolean skipping) {
    long now = 0;
    long steps = 0;
    for (Core core : cores) {
      stir(core);
    }
    while (true) {
      settle(now);
      if (skipping && cores[0].stepsBegun > steps) {
        steps = cores[0].stepsBegun;
        repetition.observe(now);
      }
      long next = Math.min(dram.nextEvent(), agenda.next());
      if (trace != null && trace.isOver()) {
        return now;
      }
      if (next == NEVER) {
        requireAllDone();
        return repetition.skippedTicks() + now;
      }
      now = next;
    }
  }

  /** Plays the nest, in full unless {@code trace} wants to hear no more. */
  void play(EventTrace trace) {
    for (Core core : cores) {
      core.trace = trace;
    }
    dram.trace = trace;
    this.trace = trace;
    play(false);
  }

  /** Does everything that happens at this tick. */
  private void settle(long now) {
    while (agenda.next() <= now) {
      stir(cores[agenda.remove()]);
    }
    do {
      dram.endAt(now);
      while (stirredCount > 0) {
        Core core = stirred[firstStirred];
        firstStirred = firstStirred + 1 == stirred.length ? 0 : firstStirred + 1;
        stirredCount--;
        core.stirred = false;
        core.proceed(now);
        requests.request(core, now);
      }
    } while (dram.startAt(now));
  }

  /** The core may be able to proceed. */
  void stir(Core core) {
    if (!core.stirred) {
      core.stirred = true;
      int place = firstStirred + stirredCount++;
      stirred[place < stirred.length ? place : place - stirred.length] = core;
    }
  }

  private void requireAllDone() {
    for (Core core : cores) {
      if (!core.isDone()) {
        throw new IllegalStateException("core " + core.number + " waits for nothing");
      }
    }
  }
}
