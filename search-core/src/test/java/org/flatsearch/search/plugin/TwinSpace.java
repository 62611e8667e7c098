package org.flatsearch.search.plugin;

import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.search.space.flat.FlatPublishedSpace;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** A space with the name of {@link OtherTwinSpace}, for the same model. */
public class TwinSpace implements SpaceProvider {
  @Override
  public String name() {
    return "twin";
  }

  @Override
  public String description() {
    return "a space";
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
