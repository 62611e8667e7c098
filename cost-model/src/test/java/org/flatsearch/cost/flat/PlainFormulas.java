package org.flatsearch.cost.flat;

import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The formulas of model {@code flat} once more, as plainly as they can be written and for square
 * arrays only: what the fast evaluator is compared with.
 */
final class PlainFormulas {
  final double traffic;
  final double latency;
  final double footprint;
  final double spill;

  PlainFormulas(Accelerator accelerator, AttentionWorkload workload, AttentionSchedule schedule) {
    final double t = accelerator.rows();
    final double i = workload.instances();
    final double p = workload.rows();
    final double m = workload.keys();
    final double e = workload.queryDim();
    final double f = workload.valueDim();
    final double w = workload.wordBytes();
    final double ti = schedule.tile(Stage.LOGIT, Dimension.INSTANCE);
    final double p1 = schedule.tile(Stage.LOGIT, Dimension.ROW);
    final double r = Math.ceil(p / p1);
    final double ce = Math.ceil(e / t);
    final double cf = Math.ceil(f / t);
    final double cm = Math.ceil(m / t);
    final double cp = Math.ceil(p1 / t);
    final double te = Math.min(e, t);
    final double tf = Math.min(f, t);
    final double tm = Math.min(m, t);
    final double tp = Math.min(p1, t);
    final Stationarity logit = schedule.logit().stationarity();
    final Stationarity attend = schedule.attend().stationarity();
    final boolean fused = schedule.isFused();
    final boolean stagedQ = !schedule.residency().get(Tensor.Q).isAtArray();
    final boolean stagedK = !schedule.residency().get(Tensor.K).isAtArray();
    final boolean stagedV = !schedule.residency().get(Tensor.V).isAtArray();
    final boolean stagedO = !schedule.residency().get(Tensor.O).isAtArray();

    double cycles =
        i
            * r
            * (pick(logit, cp * cm * e, p1 * ce * cm, ce * cp * m)
                + pick(attend, cp * cf * m, p1 * cf * cm, cp * cm * f));
    double overhead = Math.ceil(i / ti) * r * (pick(logit, 3, 4, 4) + pick(attend, 3, 4, 4));

    double aq = pick(logit, cm, cm, 1);
    double ak = pick(logit, cp * r, r, cp * r);
    double al = pick(logit, 1, 2 * ce, 2 * ce);
    double aa = pick(attend, cf, cf, 1);
    double av = pick(attend, cp * r, r, cp * r);
    double ao = pick(attend, 1, 2 * cm, 2 * cm);

    double tileQ = stagedQ ? p1 * e : pick(logit, tp * e, tp * te, tp * te);
    double tileK = stagedK ? m * e : pick(logit, tm * e, tm * te, tm * te);
    double tileV = stagedV ? m * f : tm * tf;
    double tileO = stagedO ? p1 * f : pick(attend, tp * tf, p1 * tf, tp * f);
    double tileL = fused ? 0 : pick(logit, tp * tm, p1 * tm, tp * m);
    double tileA = fused ? 0 : tp * tm;

    double nq = i * p * e;
    double nk = i * m * e;
    double nv = i * m * f;
    double no = i * p * f;
    double nl = i * p * m;

    footprint =
        ti * (2 * w * (tileQ + tileK + tileV + tileO + tileL + tileA) + (fused ? w * p1 * m : 0));
    spill = 1 - Math.min(1, accelerator.bufferBytes() / footprint);
    double c = accelerator.clockHz();
    double bw = accelerator.dramReadBytesPerSecond();
    if (accelerator.lanes() == Double.POSITIVE_INFINITY) {
      double base =
          w
              * (nq * (stagedQ ? 1 : aq)
                  + nk * (stagedK ? r : ak)
                  + nv * (stagedV ? r : av)
                  + no
                  + (fused ? 0 : nl * (1 + aa)));
      double y =
          nq * aq
              + nl * al
              + nl * aa
              + (stagedK ? nk * ak : 0)
              + (stagedV ? nv * av : 0)
              + (stagedO || attend != Stationarity.OUTPUT ? no * ao : 0);
      double cold = ti * w * (tileQ + tileK + tileV + tileL + tileA + tileO * (stagedO ? 1 : 2));
      traffic = base + w * spill * y + cold;
      latency = Math.max(cycles / c, (base + w * spill * y) / bw) + overhead / c + cold / bw;
    } else {
      double s = spill;
      traffic =
          w
              * (nq * (stagedQ ? 1 - s + s * aq : aq)
                  + nk * (stagedK ? r * (1 - s) + s * ak : ak)
                  + nv * (stagedV ? r * (1 - s) + s * av : av)
                  + no
                  + nl * (1 + aa) * (fused ? s : 1)
                  + nl * (fused ? 5 * s : 2));
      latency = Math.max(traffic / bw, Math.max(cycles / c, 4 * nl / (accelerator.lanes() * c)));
    }
  }

  private static double pick(Stationarity choice, double os, double ws, double is) {
    return switch (choice) {
      case OUTPUT -> os;
      case WEIGHT -> ws;
      case INPUT -> is;
    };
  }
}
