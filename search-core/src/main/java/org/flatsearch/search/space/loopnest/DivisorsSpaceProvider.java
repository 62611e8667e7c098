package org.flatsearch.search.space.loopnest;

import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Makes {@link LoopNestSpace#divisors} available by name. */
public final class DivisorsSpaceProvider implements SpaceProvider {
  @Override
  public String name() {
    return "divisors";
  }

  @Override
  public String description() {
    return "loop nests whose tile sizes divide their dimensions: what mappers without ragged tiles"
        + " search";
  }

  @Override
  public boolean isFor(String model) {
    return model.equals(LoopNestModel.NAME);
  }

  @Override
  public ScheduleSpace space(
      Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    return LoopNestSpace.divisors(accelerator, workload);
  }
}
