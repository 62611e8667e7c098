package org.flatsearch.search.space;

import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A space, which may be a plug-in, could not be made, or is none: its vectors stand for no
 * schedules of the workload, or these for no vectors. That is a defect of the space; the message
 * names it.
 */
public final class SpaceFailedException extends PlugInFailedException {
  private static final long serialVersionUID = 1L;

  SpaceFailedException(
      SpaceProvider provider,
      Accelerator accelerator,
      AttentionWorkload workload,
      Throwable cause) {
    super(
        String.format(
            "space '%s' (%s) failed (%s) for accelerator '%s' and workload '%s'; correct its jar or"
                + " take another space.",
            provider.name(),
            provider.getClass().getName(),
            cause,
            accelerator.name(),
            workload.name()),
        cause);
  }
}
