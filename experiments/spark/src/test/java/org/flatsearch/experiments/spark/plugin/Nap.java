package org.flatsearch.experiments.spark.plugin;

/** What the strategy needs of another jar. */
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
