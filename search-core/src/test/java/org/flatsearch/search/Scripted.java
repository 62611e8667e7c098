package org.flatsearch.search;

import java.util.function.Consumer;

/** A strategy that does what a test says. */
public record Scripted(Consumer<SearchRun> script) implements SearchStrategy {
  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public String description() {
    return "does what the test says";
  }

  @Override
  public void search(SearchRun run) {
    script.accept(run);
  }
}
