package org.flatsearch.experiments.spark.plugin;

/** A class that the strategy needs, which may be missing in its jar. */
public final class Nap {
  private Nap() {}

  static void take(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
