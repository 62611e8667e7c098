package org.flatsearch.search;

import org.flatsearch.plugin.PlugInFailedException;

/**
 * A strategy ended with its own error: a defect of the strategy. What it had found is lost. The
 * message names the strategy.
 */
public final class StrategyFailedException extends PlugInFailedException {
  private static final long serialVersionUID = 1L;

  StrategyFailedException(String strategy, Throwable cause) {
    super("strategy '" + strategy + "' failed (" + cause + ")", cause);
  }
}
