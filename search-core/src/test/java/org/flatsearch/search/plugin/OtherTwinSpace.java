package org.flatsearch.search.plugin;

/** Another space with the name of {@link TwinSpace}. */
public final class OtherTwinSpace extends TwinSpace {
  @Override
  public String description() {
    return "another space";
  }
}
