package org.flatsearch.experiments.run;

/** Stack traces on standard error, for users who ask for them. */
public final class DebugTrace {
  /** The system property that is set to true to see them. */
  public static final String PROPERTY = "flatsearch.debug";

  private DebugTrace() {}

  /** Shows where something failed, if the user asks for it. */
  public static void show(Throwable failure) {
    if (Boolean.getBoolean(PROPERTY)) {
      failure.printStackTrace();
    }
  }
}
