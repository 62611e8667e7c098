package org.flatsearch.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.StrictJson;

/**
 * Accelerators, workloads and transformer blocks by name or by file.
 *
 * <p>A text that ends in {@code .json} or contains a path separator is a file; any other is the
 * name of a shipped document. Shipped documents are resources of this package. Each kind has an
 * {@code index.txt} that lists the names in display order, because a jar cannot list the files of a
 * folder.
 */
public final class SpecCatalogue {

  private static final String ACCELERATORS = "accelerators";
  private static final String WORKLOADS = "workloads";
  private static final String BLOCKS = "blocks";
  private static final String KERNELS = "kernels";

  private SpecCatalogue() {}

  /** The names of the accelerators that ship. */
  public static List<String> acceleratorNames() {
    return index(ACCELERATORS);
  }

  /** The names of the workloads that ship. */
  public static List<String> workloadNames() {
    return index(WORKLOADS);
  }

  /** The accelerators that ship. */
  public static List<Accelerator> accelerators() {
    return acceleratorNames().stream().map(SpecCatalogue::accelerator).toList();
  }

  /** The workloads that ship. */
  public static List<AttentionWorkload> workloads() {
    return workloadNames().stream().map(SpecCatalogue::workload).toList();
  }

  /**
   * An accelerator by name or by file.
   *
   * @throws InvalidInputException if there is none of that name (naming the nearest), or the file
   *     can't be read or breaks a rule
   */
  public static Accelerator accelerator(String nameOrFile) {
    return find(ACCELERATORS, "accelerator", nameOrFile, Accelerator::fromJson);
  }

  /**
   * A workload by name or by file.
   *
   * @throws InvalidInputException if there is none of that name (naming the nearest), or the file
   *     can't be read or breaks a rule
   */
  public static AttentionWorkload workload(String nameOrFile) {
    return find(WORKLOADS, "workload", nameOrFile, AttentionWorkload::fromJson);
  }

  /** The transformer blocks that ship. */
  public static List<TransformerBlock> blocks() {
    return index(BLOCKS).stream().map(SpecCatalogue::block).toList();
  }

  /**
   * A transformer block by name or by file.
   *
   * @throws InvalidInputException if there is none of that name (naming the nearest), or the file
   *     can't be read or breaks a rule
   */
  public static TransformerBlock block(String nameOrFile) {
    return find(BLOCKS, "block", nameOrFile, TransformerBlock::fromJson);
  }

  /**
   * The shipped block around a workload of that name: the one with the longest name with which the
   * workload's begins, up to a separator; empty if there is none.
   */
  public static Optional<TransformerBlock> blockOf(String workload) {
    return index(BLOCKS).stream()
        .filter(name -> workload.matches(Pattern.quote(name) + "([-+].*)?"))
        .max(Comparator.comparing(String::length))
        .map(SpecCatalogue::block);
  }

  /** The names of the kernels that ship. */
  public static List<String> kernelNames() {
    return index(KERNELS);
  }

  /**
   * The document of a kernel by name or by file, unread: what it says of schedules is not known
   * here.
   *
   * @throws InvalidInputException if there is none of that name (naming the nearest), or the file
   *     can't be read
   */
  public static JsonObjectReader kernelDocument(String nameOrFile) {
    return find(KERNELS, "kernel", nameOrFile, document -> document);
  }

  private static <T> T find(
      String folder, String kind, String nameOrFile, Function<JsonObjectReader, T> reader) {
    Objects.requireNonNull(nameOrFile, "nameOrFile");
    if (isFile(nameOrFile)) {
      return reader.apply(StrictJson.readFile(path(nameOrFile)));
    }
    List<String> names = index(folder);
    if (!names.contains(nameOrFile)) {
      throw new InvalidInputException(
          ("There is no %s \"%s\". %s \"list %s\" shows all; a file of your own ends in .json, or"
                  + " is given with its folder, such as ./my-%s.")
              .formatted(kind, nameOrFile, NearestNames.advice(nameOrFile, names), folder, kind));
    }
    String resource = folder + "/" + nameOrFile + ".json";
    return reader.apply(StrictJson.readBytes(resource(resource), resource));
  }

  /** Whether a text is a file rather than a name: it ends in .json or has a path separator. */
  public static boolean isFile(String nameOrFile) {
    return nameOrFile.endsWith(".json") || nameOrFile.contains("/") || nameOrFile.contains("\\");
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw FileErrors.noPath(e);
    }
  }

  private static List<String> index(String folder) {
    return new String(resource(folder + "/index.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static byte[] resource(String name) {
    try (InputStream in = SpecCatalogue.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
