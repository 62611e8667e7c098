package org.flatsearch.search;

import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.plugin.PlugIns;

/**
 * Thrown when a strategy ended with an error of its own: a defect of the strategy. {@link
 * Search#found} has what it had found. The message names the strategy.
 */
public final class StrategyFailedException extends PlugInFailedException {
  private static final long serialVersionUID = 1L;

  StrategyFailedException(String strategy, Throwable cause) {
    super("strategy '" + strategy + "' failed (" + PlugIns.told(cause) + ")", cause);
  }
}
