package org.flatsearch.experiments.proofs;

import java.time.LocalDate;
import java.util.Locale;
import org.flatsearch.experiments.text.Units;

/** What the figures of a table depend on besides the program. */
final class Machine {
  private Machine() {}

  /** The date and this machine, as the first line of a table has them. */
  static String now() {
    Runtime runtime = Runtime.getRuntime();
    return String.format(
        Locale.ROOT,
        "%s, %s %s, %d processors, Java %s, %s of heap",
        LocalDate.now(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        runtime.availableProcessors(),
        System.getProperty("java.version"),
        Units.bytes(runtime.maxMemory()));
  }
}
