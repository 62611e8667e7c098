package org.flatsearch.plugin;

/**
 * A plug-in, such as a model, a space or a strategy, failed because of a defect of its own. Callers
 * that have other work left can go on with it. The message names the plug-in.
 */
public final class PlugInFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with what was thrown, or null. */
  public PlugInFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
