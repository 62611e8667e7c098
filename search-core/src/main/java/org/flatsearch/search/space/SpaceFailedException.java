package org.flatsearch.search.space;

import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Thrown when a space, which may be a plug-in, cannot be created or is broken: its first vector
 * stands for no schedule of the workload, or this schedule for no vector. That is a defect of the
 * space, which the message names.
 */
public final class SpaceFailedException extends PlugInFailedException {
  private static final long serialVersionUID = 1L;

  SpaceFailedException(
      SpaceProvider provider,
      Accelerator accelerator,
      AttentionWorkload workload,
      Throwable cause) {
    super(
        ("space '%s' (%s) failed (%s) for accelerator '%s' and workload '%s'; correct its jar"
                + " or take another space.")
            .formatted(
                provider.name(),
                provider.getClass().getName(),
                PlugIns.told(cause),
                accelerator.name(),
                workload.name()),
        cause);
  }
}
