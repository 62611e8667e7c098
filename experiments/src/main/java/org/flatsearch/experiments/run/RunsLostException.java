package org.flatsearch.experiments.run;

import java.io.IOException;

/** Finished runs are lost, by no fault of the disk. The message is complete, for the user. */
public final class RunsLostException extends IOException {
  private static final long serialVersionUID = 1L;

  RunsLostException(String message) {
    super(message);
  }
}
