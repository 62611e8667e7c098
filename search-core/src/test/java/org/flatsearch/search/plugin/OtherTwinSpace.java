package org.flatsearch.search.plugin;

import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.search.space.flat.FlatPublishedSpace;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Another space with the name of {@link TwinSpace}. */
public final class OtherTwinSpace implements SpaceProvider {
  @Override
  public String name() {
    return "twin";
  }

  @Override
  public String description() {
    return "another space";
  }

  @Override
  public boolean isFor(String model) {
    return model.equals("twins");
  }

  @Override
  public ScheduleSpace space(
      Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    return FlatPublishedSpace.of(accelerator, workload);
  }
}
