package org.flatsearch.experiments.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

/**
 * A session of an experiment: when it was started, and what executed it. An experiment that was
 * resumed has several.
 *
 * @param started the instant, in ISO 8601
 * @param version the version of this program
 * @param jvm the Java virtual machine
 * @param system the operating system
 * @param processor the processor
 * @param processors how many processors the machine offers to Java
 * @param memoryBytes the most memory that Java may use
 * @param executor where runs are executed
 */
public record Session(
    String started,
    String version,
    String jvm,
    String system,
    String processor,
    int processors,
    long memoryBytes,
    String executor) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  public Session {
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(jvm, "jvm");
    Objects.requireNonNull(system, "system");
    Objects.requireNonNull(processor, "processor");
    Objects.requireNonNull(executor, "executor");
  }

  /** The session that begins now. */
  static Session now(String version, RunExecutor executor) {
    return new Session(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        version,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        processorModel(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        executor.description());
  }

  /** The model of the processor, if the system tells it. */
  private static String processorModel() {
    try (var lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException | UncheckedIOException e) {
      return "unknown";
    }
  }

  static Session read(JsonObjectReader json) {
    json.allowOnly(
        "started",
        "version",
        "jvm",
        "system",
        "processor",
        "processors",
        "memoryBytes",
        "executor");
    return new Session(
        json.requiredLine("started", "\"2025-01-01T00:00:00Z\""),
        json.requiredLine("version", "\"0.1.0\""),
        json.requiredLine("jvm", "\"OpenJDK\""),
        json.requiredLine("system", "\"Linux\""),
        json.requiredLine("processor", "\"unknown\""),
        json.required("processors", "2").asInt(),
        json.requiredLong("memoryBytes", "1073741824"),
        json.requiredLine("executor", "\"2 threads of this process\""));
  }

  /** The session as a JSON object. */
  public ObjectNode toJson() {
    return StrictJson.newObject()
        .put("started", started)
        .put("version", version)
        .put("jvm", jvm)
        .put("system", system)
        .put("processor", processor)
        .put("processors", processors)
        .put("memoryBytes", memoryBytes)
        .put("executor", executor);
  }
}
