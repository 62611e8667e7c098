package org.flatsearch.search.space.loopnest;

import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Makes {@link LoopNestSpace#full} available by name. */
public final class FullSpaceProvider implements SpaceProvider {
  @Override
  public String name() {
    return "full";
  }

  @Override
  public String description() {
    return "every loop nest that can matter: any tile size that no other beats, ragged ones"
        + " included";
  }

  @Override
  public boolean isFor(String model) {
    return model.equals(LoopNestModel.NAME);
  }

  @Override
  public ScheduleSpace space(
      Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    return LoopNestSpace.full(accelerator, workload, allowed);
  }
}
