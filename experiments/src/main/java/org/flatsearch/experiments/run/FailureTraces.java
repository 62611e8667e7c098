package org.flatsearch.experiments.run;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flatsearch.experiments.definition.Run;

/** Shows where runs failed, once for each strategy and model: the others fail alike. */
final class FailureTraces {
  private final Set<List<String>> shown = ConcurrentHashMap.newKeySet();

  /** Shows it if the user asks for it; any thread. */
  void show(Run run, Throwable cause) {
    if (shown.add(List.of(run.setting().strategy(), run.setting().model()))) {
      DebugTrace.show(cause);
    }
  }
}
