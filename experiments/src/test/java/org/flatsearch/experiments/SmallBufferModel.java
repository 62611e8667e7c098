package org.flatsearch.experiments;

/** Model {@code flat} with a hard capacity, so that there are schedules that do not fit. */
public final class SmallBufferModel extends ModelForTests {
  public SmallBufferModel() {
    super(
        "small-buffer",
        (accelerator, workload) ->
            flat(
                accelerator,
                workload,
                sheet ->
                    sheet.violationBytes =
                        Math.max(0, sheet.footprintBytes - accelerator.bufferBytes())));
  }
}
