package org.flatsearch.results.exchange.levels;

import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** The common part of the architectures for Timeloop and for TileFlow, which builds on it. */
public final class PeerArchitecture {
  private final String accelerator;
  private final long wordBits;

  /** The bandwidth of one word a cycle. */
  private final double wordBytesPerSecond;

  /** For the architecture of {@code accelerator}, in words of {@code workload}. */
  public PeerArchitecture(Accelerator accelerator, AttentionWorkload workload) {
    this.accelerator = accelerator.name();
    wordBits = 8L * workload.wordBytes();
    wordBytesPerSecond = accelerator.clockHz() * workload.wordBytes();
  }

  /** Bits of a word. */
  public long wordBits() {
    return wordBits;
  }

  /** Adds comments on what the architecture says, and on what it leaves out. */
  public void comment(YamlText text) {
    text.comment("Accelerator " + accelerator + ", words of " + wordBits + " bits.");
    text.comment(
        "The buffer's one port is a read bandwidth here; a DRAM channel that reads and writes");
    text.comment("share has its bandwidth for each; the softmax unit is not modelled.");
  }

  /**
   * An attribute in words a cycle with its comma, {@code , read_bandwidth: 4}; empty if unlimited.
   *
   * @param direction {@code read} or {@code write}
   */
  public String bandwidth(String direction, double bytesPerSecond) {
    double wordsPerCycle = bytesPerSecond / wordBytesPerSecond;
    return Double.isInfinite(wordsPerCycle)
        ? ""
        : ", " + direction + "_bandwidth: " + YamlText.number(wordsPerCycle);
  }

  /** The name of an array of instances, {@code Buffer[0..3]}; of a single one, its plain name. */
  public static String array(String name, long instances) {
    return instances == 1 ? name : name + "[0.." + (instances - 1) + "]";
  }
}
