package org.flatsearch.results;

import java.util.Objects;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.plugin.TimedCall;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Binds a cost model, which may be a plug-in, to an accelerator and a workload. */
public final class ModelBinding {
  private ModelBinding() {}

  /**
   * Requires that a model can be bound, before much work is begun with it.
   *
   * @param seconds how long it may take
   * @throws InvalidInputException if the model does not score this accelerator and workload
   * @throws LinkageError if the model was built for another version
   * @throws ModelFailedException as {@link #of} does, or if it takes longer
   */
  public static void require(
      CostModel model, Accelerator accelerator, AttentionWorkload workload, double seconds) {
    String late = "bind did not return within " + seconds + " s";
    TimedCall.of(
        () -> of(model, accelerator, workload),
        seconds,
        () -> new ModelFailedException(model, accelerator, workload, late, null));
  }

  /**
   * An evaluator of {@code model} for schedules of {@code workload} on {@code accelerator}.
   *
   * @throws InvalidInputException if the model does not score this accelerator and workload
   * @throws LinkageError if the model was built for another version
   * @throws ModelFailedException if the model throws anything else, gives no evaluator, or has a
   *     version below 1
   */
  public static ScheduleEvaluator of(
      CostModel model, Accelerator accelerator, AttentionWorkload workload) {
    // A model that is given null would be blamed for failing.
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    ScheduleEvaluator evaluator;
    int version;
    try {
      version = model.version();
      evaluator = model.bind(accelerator, workload);
    } catch (InvalidInputException | LinkageError e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw new ModelFailedException(model, accelerator, workload, PlugIns.told(e), e);
    }
    if (evaluator == null) {
      throw new ModelFailedException(model, accelerator, workload, "bind returned null", null);
    }
    if (version < 1) {
      String reason = "version is " + version + ", must be at least 1";
      throw new ModelFailedException(model, accelerator, workload, reason, null);
    }
    return evaluator;
  }
}
