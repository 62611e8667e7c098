package org.flatsearch.plugin;

/**
 * Something that may be a plug-in failed at its own work: a model, a space or a strategy has a
 * defect. Whoever has other work left can go on with it. The message names what failed.
 */
public abstract class PlugInFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with what was thrown, or null. */
  protected PlugInFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
