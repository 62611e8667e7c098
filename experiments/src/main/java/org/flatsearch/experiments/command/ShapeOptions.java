package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.experiments.tiles.Range;
import org.flatsearch.experiments.tiles.ShapeFile;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WorkloadFigure;
import picocli.CommandLine.Option;

/** The options that say of which shapes a table is. */
final class ShapeOptions {
  private static final int MOST = 1_000_000;
  private static final int CACHED_KEYS = 4_096;

  @Option(
      names = "--shapes",
      paramLabel = "FILE",
      description =
          "Shapes as CSV, with columns batch, queries, keys, query_heads, kv_heads, query_dim,"
              + " value_dim, mask, and if wanted window, dtype, kv_dtype.")
  private Path file;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME|FILE",
      description =
          "The shape of a workload: a name from \"list workloads\", or a JSON file; the following"
              + " options change it.")
  private String workload;

  @Option(
      names = "--sequence",
      paramLabel = "RANGE",
      description =
          "Queries and keys per sequence, such as 1024..32768*2 (each twice the last),"
              + " 1000..2000+100, or numbers with commas; not with --queries or --keys.")
  private String sequence;

  @Option(names = "--queries", paramLabel = "RANGE", description = "Queries per sequence.")
  private String queries;

  @Option(names = "--keys", paramLabel = "RANGE", description = "Keys per sequence.")
  private String keys;

  @Option(
      names = "--heads",
      paramLabel = "Q/KV",
      description = "Query heads and key/value heads, such as 32/8,64/8; 32 alone is 32/32.")
  private String heads;

  @Option(
      names = "--head-dim",
      paramLabel = "QK/V",
      description =
          "Head dimensions of queries and values, such as 128 or 192/128; 128 by default.")
  private String headDim;

  @Option(
      names = "--batch",
      paramLabel = "RANGE",
      description = "Sequences processed together; 1 by default.")
  private String batch;

  @Option(
      names = "--mask",
      paramLabel = "none|causal",
      description = "Which keys a query sees; all by default.")
  private MaskKind mask;

  @Option(
      names = "--window",
      paramLabel = "RANGE",
      description = "A causal mask by which a query sees its own key and the N-1 before it.")
  private String window;

  private enum MaskKind {
    NONE,
    CAUSAL
  }

  /** The shapes, each once. */
  Collection<AttentionWorkload> shapes() {
    boolean hasRange =
        Stream.of(workload, sequence, queries, keys, heads, headDim, batch, mask, window)
            .anyMatch(option -> option != null);
    if (file != null && hasRange) {
      throw new InvalidInputException(
          "--shapes: the file has whole shapes, so leave out the other options for shapes.");
    }
    Set<AttentionWorkload> shapes = new LinkedHashSet<>();
    if (file != null) {
      ShapeFile.read(file, shapes);
    } else {
      addRanges(shapes);
    }
    return shapes;
  }

  /**
   * The keys of a cache whose table does not say how long it is.
   *
   * @throws InvalidInputException if another option says of which shapes a table is
   */
  int cachedKeys() {
    if (Stream.of(file, workload, sequence, queries, heads, headDim, batch, mask, window)
        .anyMatch(option -> option != null)) {
      throw new InvalidInputException(
          "--beside: the shapes are those of the table, so leave out the other options for shapes"
              + " but --keys.");
    }
    return keys == null ? CACHED_KEYS : Range.parse("--keys", keys).get(0);
  }

  private void addRanges(Set<AttentionWorkload> shapes) {
    if (sequence != null && (queries != null || keys != null)) {
      throw new InvalidInputException(
          "--sequence sets both queries and keys; give either --sequence, or --queries and"
              + " --keys.");
    }
    if (mask != null && window != null) {
      throw new InvalidInputException("--window is a causal mask; give either --mask or --window.");
    }
    boolean isWhole = heads != null && (sequence != null || queries != null && keys != null);
    if (workload == null && !isWhole) {
      throw new InvalidInputException(
          "the shapes are missing; give --shapes a file, --workload a name, or --sequence and"
              + " --heads, such as --sequence 1024..32768*2 --heads 32/8.");
    }
    AttentionWorkload base =
        workload == null
            ? new AttentionWorkload(ShapeFile.NAME, "", 1, 1, 1, 1, 1, 128, 128, 2)
            : WorkloadName.find(workload)
                .orElseGet(() -> SpecCatalogue.workload(workload))
                .named(ShapeFile.NAME)
                .withoutDescription();
    ShapeFile.requireNamedTypes(base, workload);
    List<Map<String, String>> changes = changes();
    for (Map<String, String> each : changes) {
      shapes.add(base.with(each));
    }
  }

  /** All combinations of the ranges, the lengths fastest. */
  private List<Map<String, String>> changes() {
    List<Map<String, String>> all = List.of(Map.of());
    all = times(all, axis("--batch", batch, WorkloadFigure.BATCH));
    all =
        times(
            all,
            pairs("--heads", heads, WorkloadFigure.QUERY_HEADS, WorkloadFigure.KEY_VALUE_HEADS));
    all =
        times(
            all, pairs("--head-dim", headDim, WorkloadFigure.QUERY_DIM, WorkloadFigure.VALUE_DIM));
    all = times(all, masks());
    all =
        times(
            all,
            axis("--sequence", sequence, WorkloadFigure.QUERY_LENGTH, WorkloadFigure.KEY_LENGTH));
    all = times(all, axis("--queries", queries, WorkloadFigure.QUERY_LENGTH));
    return times(all, axis("--keys", keys, WorkloadFigure.KEY_LENGTH));
  }

  private List<Map<String, String>> masks() {
    if (window != null) {
      return Range.parse("--window", window).stream()
          .map(keys -> Map.of(WorkloadFigure.MASK.path(), Mask.window(keys).toString()))
          .toList();
    }
    return mask == null
        ? List.of(Map.of())
        : List.of(
            Map.of(
                WorkloadFigure.MASK.path(),
                (mask == MaskKind.NONE ? Mask.NONE : Mask.CAUSAL).toString()));
  }

  private static List<Map<String, String>> axis(
      String option, String text, WorkloadFigure... figures) {
    if (text == null) {
      return List.of(Map.of());
    }
    List<Map<String, String>> axis = new ArrayList<>();
    for (int value : Range.parse(option, text)) {
      Map<String, String> changes = new TreeMap<>();
      Stream.of(figures).forEach(figure -> changes.put(figure.path(), "" + value));
      axis.add(changes);
    }
    return axis;
  }

  /** Pairs such as {@code 32/8}. */
  private static List<Map<String, String>> pairs(
      String option, String text, WorkloadFigure first, WorkloadFigure second) {
    if (text == null) {
      return List.of(Map.of());
    }
    List<Map<String, String>> axis = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      String[] parts = item.strip().split("/", -1);
      if (parts.length > 2 || !Stream.of(parts).allMatch(part -> part.matches("[1-9]\\d{0,8}"))) {
        throw new InvalidInputException(
            "%s '%s': must be a number, or two with a slash, such as 32/8."
                .formatted(option, item));
      }
      int one = Integer.parseInt(parts[0]);
      int two = Integer.parseInt(parts[parts.length - 1]);
      if (first == WorkloadFigure.QUERY_HEADS && one % two != 0) {
        throw new InvalidInputException(
            "%s '%s': the %d key/value heads must divide the %d query heads; take a divisor of %d."
                .formatted(option, item, two, one, one));
      }
      axis.add(Map.of(first.path(), "" + one, second.path(), "" + two));
    }
    return axis;
  }

  private static List<Map<String, String>> times(
      List<Map<String, String>> all, List<Map<String, String>> axis) {
    if ((long) all.size() * axis.size() > MOST) {
      throw new InvalidInputException(
          "the ranges make more than %d shapes; take larger steps.".formatted(MOST));
    }
    List<Map<String, String>> product = new ArrayList<>();
    for (Map<String, String> one : all) {
      for (Map<String, String> other : axis) {
        Map<String, String> both = new TreeMap<>(one);
        both.putAll(other);
        product.add(both);
      }
    }
    return product;
  }
}
