package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.cost.CostModel;
import org.flatsearch.search.space.Spaces;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which schedules there are to choose from. */
final class SpaceOptions {
  @Mixin private ModelOption modelOption;

  @Option(
      names = "--space",
      paramLabel = "NAME",
      defaultValue = Spaces.DEFAULT,
      description = "The schedules to choose from: a name from \"list spaces\"; full by default.")
  private String space;

  @Option(
      names = "--require",
      paramLabel = "RESTRICTION",
      description =
          "Only schedules with, for example, row.tile%%16==0, logit.stationarity==output or"
              + " K.inside!=array; may be repeated. Where stages have loops of their own, row.tile"
              + " is Logit's and attend.row.tile is Attend's; likewise key.tile. A rule for what a"
              + " schedule does not have, such as slots of a streamed tensor, does not rule it"
              + " out.")
  private List<String> restrictions = new ArrayList<>();

  /** The model that rates the schedules. */
  CostModel model() {
    return modelOption.model();
  }

  /** The name of the space. */
  String space() {
    return space;
  }

  /** The restrictions, as given. */
  List<String> restrictions() {
    return restrictions;
  }
}
