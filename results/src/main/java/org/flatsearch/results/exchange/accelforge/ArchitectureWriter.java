package org.flatsearch.results.exchange.accelforge;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.spec.Accelerator;

/**
 * Writes an accelerator as AccelForge's nodes: main memory, a buffer per core, the softmax unit, a
 * register and a multiplier per PE. An action of a memory moves one bit. By default a component
 * does its actions one after the other, like a single port or a shared channel.
 */
final class ArchitectureWriter {
  private final Accelerator accelerator;
  private final YamlText text = new YamlText();

  ArchitectureWriter(Accelerator accelerator) {
    this.accelerator = accelerator;
  }

  String write(CoreSplit split, long wordBits) {
    text.comment("Accelerator " + accelerator.name() + ". Joules, seconds, bits.");
    text.comment("Throughputs are actions per second (older AccelForge has only latencies).");
    text.open("arch:").line("nodes:");
    mainMemory();
    globalBuffer(split);
    softmaxUnit();
    processingElements(wordBits);
    return text.toString();
  }

  private void mainMemory() {
    Accelerator.Energy energy = accelerator.energy();
    memory("MainMemory", "inf", energy.leakageWatts());
    text.line("tensors: {keep: ~Intermediates, may_keep: All}");
    if (!accelerator.dramShared()) {
      text.line("total_latency: max(a.n_calls / a.throughput for a in actions)");
    }
    actions(
        energy.dramReadJoulesPerByte(),
        accelerator.dramReadBytesPerSecond(),
        energy.dramWriteJoulesPerByte(),
        accelerator.dramWriteBytesPerSecond());
  }

  private void globalBuffer(CoreSplit split) {
    Accelerator.Energy energy = accelerator.energy();
    memory("GlobalBuffer", bits(accelerator.bufferBytes()), 0);
    text.line("tensors: {keep: ~MainMemory, may_keep: All}");
    boolean instancesOnX = split.hasInstancesOnX();
    spatial(
        "instances",
        instancesOnX ? split.meshX() : split.meshY(),
        "rows",
        instancesOnX ? split.meshY() : split.meshX());
    actions(
        energy.onChipReadJoulesPerByte(),
        accelerator.onChipBytesPerSecond(),
        energy.onChipWriteJoulesPerByte(),
        accelerator.onChipBytesPerSecond());
  }

  /** Adds the softmax unit; one action is all the work for a logit. */
  private void softmaxUnit() {
    int perLogit = accelerator.laneOperations().perLogit();
    compute(
        "SoftmaxUnit",
        2,
        accelerator.energy().laneOperationJoules() * perLogit,
        accelerator.lanes() * accelerator.clockHz() / Math.max(1, perLogit));
  }

  private void processingElements(long wordBits) {
    Accelerator.Energy energy = accelerator.energy();
    memory("Register", Long.toString(wordBits), 0);
    text.line("tensors: {keep: Nothing, may_keep: All}");
    spatial("array_rows", accelerator.rows(), "array_columns", accelerator.columns());
    actions(0, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY);
    compute(
        "MAC", 3, energy.macJoules() + 3 * energy.registerJoulesPerAccess(), accelerator.clockHz());
  }

  /** Bits as text: a buffer may have more of them than a long can count. */
  private static String bits(long bytes) {
    return BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(8)).toString();
  }

  private void memory(String name, String bits, double leakageWatts) {
    text.open("- !Memory").line("name: " + name).line("size: " + bits);
    text.line("leak_power: " + figure(leakageWatts)).line("area: 0");
  }

  private void spatial(String first, int firstFanout, String second, int secondFanout) {
    if (firstFanout > 1 || secondFanout > 1) {
      text.line("spatial:");
    }
    if (firstFanout > 1) {
      text.line("- {name: " + first + ", fanout: " + firstFanout + "}");
    }
    if (secondFanout > 1) {
      text.line("- {name: " + second + ", fanout: " + secondFanout + "}");
    }
  }

  private void actions(
      double readJoulesPerByte, double readBytes, double writeJoulesPerByte, double writeBytes) {
    text.line("actions:");
    action("read", readJoulesPerByte / 8, 8 * readBytes);
    action("write", writeJoulesPerByte / 8, 8 * writeBytes);
    text.close();
  }

  private void action(String name, double joules, double perSecond) {
    text.line(
        "- {name: %s, energy: %s, throughput: %s, latency: 0}"
            .formatted(name, figure(joules), figure(perSecond)));
  }

  /** Adds a compute unit for the Einsums that have {@code tensors} tensors. */
  private void compute(String name, int tensors, double joules, double perSecond) {
    text.open("- !Compute").line("name: " + name).line("leak_power: 0").line("area: 0");
    text.line("enabled: len(All) == " + tensors);
    text.line("actions:");
    action("compute", joules, perSecond);
    text.close();
  }

  /** A figure that Python's YAML reads as a number: its exponent needs a sign. */
  private static String figure(double value) {
    if (Double.isInfinite(value)) {
      return "inf";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    return value == 0 || value >= 1
        ? rounded.toPlainString()
        : String.format(Locale.ROOT, "%.5e", rounded);
  }
}
