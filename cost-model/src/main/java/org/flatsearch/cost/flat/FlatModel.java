package org.flatsearch.cost.flat;

import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CountLimit;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * FLAT's own accounting, pinned to published numbers.
 *
 * <p>The FLAT authors (Kao et al., ASPLOS 2023, arXiv 2107.06419) did not release their simulator.
 * Its corrected output is public as a table in the artifact of FuseMax (MICRO 2024): platforms edge
 * and cloud, four models, twelve sequence lengths. This closed form was fitted to that table and
 * reproduces all of it to rounding, without free constants other than small integers. No row of the
 * table uses input stationarity, several instances in a FLAT tile, or an array that is not square;
 * the formulas for these follow by the same reasoning. {@link FlatRules} says which schedules are
 * accepted.
 *
 * <h2>Symbols</h2>
 *
 * I instances of P rows, M keys, head dimensions E and F, words of W bytes; t_i instances and P1
 * rows in a FLAT tile; T the side of the PE array on which a dimension lies. {@code R = ⌈P/P1⌉};
 * {@code e, f, m, p = ⌈E/T⌉, ⌈F/T⌉, ⌈M/T⌉, ⌈P1/T⌉}; {@code Te, Tf, Tm, Tp} the lesser of T and the
 * dimension (P1 for p); nQ = I·P·E, nK = I·M·E, nV = I·M·F, nO = I·P·F, nL = I·P·M. A tensor is
 * <em>staged</em> if its tile is held inside the row loop, else <em>streamed</em> at the array.
 *
 * <pre>
 *                          OUTPUT              WEIGHT             INPUT
 *  cycles / (I·R)  Logit   p·m·E               P1·e·m             e·p·M
 *                  Attend  p·f·M               P1·f·m             p·m·F
 *  accesses a[Q],a[K],a[L] m, p·R, 1           m, R, 2e           1, p·R, 2e
 *           a[A],a[V],a[O] f, p·R, 1           f, R, 2m           1, p·R, 2m
 *  streamed tile   tQ, tK  Tp·E, Tm·E          Tp·Te, Tm·Te       Tp·Te, Tm·Te
 *                  tV, tO  Tm·Tf, Tp·Tf        Tm·Tf, P1·Tf       Tm·Tf, Tp·F
 *  logits through  tL      Tp·Tm               P1·Tm              Tp·M
 *  DRAM            tA      Tp·Tm               Tp·Tm              Tp·Tm
 *  overhead cycles a stage and FLAT tile  3    4                  4
 * </pre>
 *
 * <p>Staged tiles are whole: Q P1·E, K M·E, V M·F, O P1·F; tL = tA = 0 when fused. An access count
 * with a 2 is a read and a write for each partial sum (FLAT does not leave out the first read). In
 * the streamed tiles of a dimension that lies on no side of the array (it is the one that streams),
 * T is the side of the tile's other dimension: the piece is as deep as it is wide.
 *
 * <h2>Without softmax (unlimited lanes), as FLAT assumes</h2>
 *
 * <pre>
 * base      = W·( nQ·(Q staged ? 1 : a[Q]) + nK·(K staged ? R : a[K]) + nV·(V staged ? R : a[V])
 *               + nO + (fused ? 0 : nL·(1 + a[A])) )
 * footprint = t_i·( 2·W·(tQ+tK+tV+tO+tL+tA) + (fused ? W·P1·M : 0) )
 * spill     = 1 − min(1, buffer/footprint)
 * y         = nQ·a[Q] + nL·a[L] + nL·a[A] + (K staged ? nK·a[K] : 0) + (V staged ? nV·a[V] : 0)
 *           + (O staged or Attend not OUTPUT ? nO·a[O] : 0)
 * cold      = t_i·W·(tQ+tK+tV+tL+tA + tO·(O staged ? 1 : 2))
 * overhead  = ⌈I/t_i⌉·R·(overhead cycles of both stages), never hidden
 *
 * traffic   = base + W·spill·y + cold
 * latency   = max( cycles/clock, (base + W·spill·y)/bandwidth ) + overhead/clock + cold/bandwidth
 * </pre>
 *
 * <h2>With softmax (finite lanes), as FuseMax measured FLAT</h2>
 *
 * The second set of formulas applies exactly when the accelerator states finite lanes. It is not
 * the first set with a limit: it has no cold start and spills otherwise, so by it a schedule can
 * take less than with unlimited lanes. Softmax takes three passes and four operations a logit,
 * whatever {@code laneOperations} the accelerator states for other models. With s = spill as above:
 *
 * <pre>
 * traffic = W·( nQ·(Q staged ? 1−s + s·a[Q] : a[Q]) + nK·(K staged ? R·(1−s) + s·a[K] : a[K])
 *             + nV·(V staged ? R·(1−s) + s·a[V] : a[V]) + nO
 *             + nL·(1 + a[A])·(fused ? s : 1) + nL·(fused ? 5s : 2) )
 * latency = max( traffic/bandwidth, cycles/clock, 4·nL/(lanes·clock) )     no cold, no overhead
 * </pre>
 *
 * <h2>What the figures mean</h2>
 *
 * <ul>
 *   <li>Capacity is a slope, not a rule: a footprint over the buffer spills, and no schedule has a
 *       violation. One maximum covers both stages even when they are not fused.
 *   <li>FLAT charges staged K and V once per row tile, although nothing changed; {@code loopnest}
 *       does not. The difference is FLAT's.
 *   <li>Bandwidth is that of reads and writes together: the shared channel, or the sum of both.
 *   <li>Energy is DRAM traffic times {@code dramReadJoulesPerByte}: FLAT has one figure for a byte
 *       in either direction and no other energy, and the model does not distinguish reads from
 *       writes. Word counts by direction, on-chip and register accesses stay 0 for the same reason.
 *       Leakage is reported separately, as everywhere.
 *   <li>On-chip bandwidth, pipeline fill, stationary load, accumulator size and transfer latency
 *       are not modelled. On-chip bandwidth never binds on FLAT's platforms.
 *   <li>By tensor, each term of base, spill and cold goes to the tensor whose count it contains:
 *       a[L] and a[A] to the fused logits, or to the logits on their way out and in; the terms
 *       {@code 5s} and {@code 2} to softmax.
 * </ul>
 */
public final class FlatModel implements CostModel {
  /** The name on the command line and in documents. */
  public static final String NAME = "flat";

  /** For {@link java.util.ServiceLoader}. */
  public FlatModel() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "FLAT's own accounting, pinned to its published results; spills over capacity;"
        + " three-pass softmax if the accelerator has finite lanes";
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if the accelerator has several cores, or if the softmax
   *     operations do not fit 63 bits; the rules of a workload limit every other count, and what
   *     depends on the schedule is computed in double precision, whose range it cannot leave
   */
  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    CountLimit.requirePlain(name(), accelerator, workload);
    requireOneCore(accelerator);
    long logits = (long) workload.instances() * workload.rows() * workload.keys();
    if (logits > Long.MAX_VALUE / FlatSymbols.SOFTMAX_OPERATIONS) {
      throw new InvalidInputException(
          "Workload '"
              + workload.name()
              + "' has "
              + logits
              + " logits, whose softmax operations do not fit 63 bits. Use a smaller batch, or "
              + "fewer rows or keys.");
    }
    return new FlatEvaluator(accelerator, workload);
  }

  /**
   * Requires an accelerator of one core.
   *
   * @throws InvalidInputException if it has several
   */
  public static void requireOneCore(Accelerator accelerator) {
    if (accelerator.cores() != 1) {
      throw new InvalidInputException(
          "Accelerator '"
              + accelerator.name()
              + "': cores is "
              + accelerator.cores()
              + ", but model 'flat' is for one core. Use --set cores=1, or another model.");
    }
  }
}
