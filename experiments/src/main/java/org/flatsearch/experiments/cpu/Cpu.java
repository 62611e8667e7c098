package org.flatsearch.experiments.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the operating system says of this CPU.
 *
 * @param model its name
 * @param firstBytes bytes of the first level of caches for data
 * @param secondBytes bytes of the second level
 * @param lastBytes bytes of the last level
 */
record Cpu(String model, long firstBytes, long secondBytes, long lastBytes) {
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final int LEVELS = 4;

  /** Where the system does not say: those of common CPUs. */
  private static final long[] USUAL = {0, 32 << 10, 1 << 20, 16 << 20};

  /** This CPU. */
  static Cpu here() {
    long[] bytes = new long[LEVELS + 1];
    for (int index = 0; index <= LEVELS; index++) {
      Path cache = CACHES.resolve("index" + index);
      String size = line(cache.resolve("size"), "");
      if (size.matches("\\d+[KM]") && !line(cache.resolve("type"), "").equals("Instruction")) {
        long value = Long.parseLong(size.substring(0, size.length() - 1));
        int level = Integer.parseInt(line(cache.resolve("level"), "0"));
        bytes[level] = value << (size.endsWith("K") ? 10 : 20);
      }
    }
    for (int level = 1; level < USUAL.length; level++) {
      bytes[level] = bytes[level] == 0 ? USUAL[level] : bytes[level];
    }
    long last = Math.max(bytes[3], bytes[LEVELS]);
    return new Cpu(modelName(), bytes[1], bytes[2], Math.max(last, bytes[2]));
  }

  private static String modelName() {
    return Arrays.stream(text(Path.of("/proc/cpuinfo")).split("\n"))
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String line(Path file, String otherwise) {
    String text = text(file).strip();
    return text.isEmpty() ? otherwise : text;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // Not Linux, or a container without it.
    }
  }
}
