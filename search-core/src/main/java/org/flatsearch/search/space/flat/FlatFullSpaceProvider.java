package org.flatsearch.search.space.flat;

import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Makes {@link FlatFullSpace} available by name. */
public final class FlatFullSpaceProvider implements SpaceProvider {
  @Override
  public String name() {
    return "full";
  }

  @Override
  public String description() {
    return "every schedule that model flat accepts and that can matter: any row tile, mixed"
        + " stationarities";
  }

  @Override
  public boolean isFor(String model) {
    return model.equals(FlatModel.NAME);
  }

  @Override
  public ScheduleSpace space(
      Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    return FlatFullSpace.of(accelerator, workload, allowed);
  }
}
