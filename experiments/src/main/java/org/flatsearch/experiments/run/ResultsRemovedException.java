package org.flatsearch.experiments.run;

import java.io.IOException;
import java.nio.file.Path;

/** The results of an experiment were removed while it ran, and are lost. */
public final class ResultsRemovedException extends IOException {
  private static final long serialVersionUID = 1L;

  ResultsRemovedException(Path file) {
    super(file + " was removed");
  }
}
