package org.flatsearch.search.space.flat;

import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Makes {@link FlatPublishedSpace} available by name. */
public final class FlatPublishedSpaceProvider implements SpaceProvider {
  @Override
  public String name() {
    return "published";
  }

  @Override
  public String description() {
    return "the 256 points that FLAT's published results were searched in";
  }

  @Override
  public boolean isFor(String model) {
    return model.equals(FlatModel.NAME);
  }

  @Override
  public ScheduleSpace space(
      Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    return FlatPublishedSpace.of(accelerator, workload);
  }
}
