package org.flatsearch.results.exchange;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.cost.Cost;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/** The words of each tensor that move through DRAM, as exported programs and models count them. */
public final class CountedWords {
  private static final Pattern WORDS = Pattern.compile("words (\\w+) (\\d+)");

  private CountedWords() {}

  /** As a program printed them. */
  public static Map<Tensor, Long> printed(String output) {
    Map<Tensor, Long> words = new EnumMap<>(Tensor.class);
    Matcher matcher = WORDS.matcher(output);
    while (matcher.find()) {
      for (Tensor tensor : Tensor.values()) {
        if (tensor.jsonName().equals(matcher.group(1))) {
          words.put(tensor, Long.parseLong(matcher.group(2)));
        }
      }
    }
    return words;
  }

  /** As a model counts them, of all tensors but logits on chip. */
  public static Map<Tensor, Long> of(RandomCase drawn, Cost cost) {
    Map<Tensor, Double> traffic = cost.trafficBytesByTensor();
    Map<Tensor, Long> words = new EnumMap<>(Tensor.class);
    for (Tensor tensor : Tensor.values()) {
      if (tensor != Tensor.LOGITS) {
        double bytes = traffic.getOrDefault(tensor, 0.0);
        words.put(tensor, Math.round(bytes / wordBytes(tensor, drawn)));
      }
    }
    return words;
  }

  private static double wordBytes(Tensor tensor, RandomCase drawn) {
    AttentionWorkload workload = drawn.workload();
    int keyPart = drawn.schedule().keyPart();
    boolean hasParts = keyPart > 0 && keyPart < workload.keys();
    return switch (tensor) {
      case Q -> workload.bytes().q();
      case K -> workload.bytes().k();
      case V -> workload.bytes().v();
      case O -> workload.bytes().o();
      case STATISTICS -> hasParts ? drawn.accelerator().accumulatorBytes() : workload.wordBytes();
      default -> workload.logitBytes();
    };
  }
}
