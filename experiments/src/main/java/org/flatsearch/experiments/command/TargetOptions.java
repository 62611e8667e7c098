package org.flatsearch.experiments.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.results.MadeFor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WorkloadFigure;
import picocli.CommandLine.Option;

/** The options that name an accelerator and a workload, and change figures of both. */
final class TargetOptions {
  @Option(
      names = {"-a", "--accelerator"},
      paramLabel = "NAME|FILE",
      description = "The accelerator: a name from \"list accelerators\", or a JSON file.")
  private String accelerator;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME|FILE",
      description = "The workload: a name from \"list workloads\", or a JSON file.")
  private String workload;

  @Option(names = "--batch", paramLabel = "N", description = "Sequences processed together.")
  private Integer batch;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description =
          "Queries and keys per sequence, for a workload with equally many of both; not with"
              + " --queries or --keys.")
  private Integer sequence;

  @Option(names = "--queries", paramLabel = "N", description = "Queries per sequence.")
  private Integer queries;

  @Option(names = "--keys", paramLabel = "N", description = "Keys per sequence.")
  private Integer keys;

  @Option(
      names = "--mask",
      paramLabel = "MASK",
      description = "Which keys a query sees: ${COMPLETION-CANDIDATES}.")
  private MaskKind mask;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "A causal mask by which a query sees its own key and the N-1 before it.")
  private Integer window;

  @Option(
      names = "--bytes",
      paramLabel = "TENSOR=BYTES",
      split = ",",
      description = "Sizes of the words of Q, K, V, O or logits, such as K=1,V=1; may be repeated.")
  private Map<BytesOf, String> bytes = new LinkedHashMap<>();

  @Option(
      names = "--set",
      paramLabel = "FIGURE=VALUE",
      description =
          "Sets a figure of the accelerator (see \"list figures\"), such as bufferBytes=200KiB or"
              + " dramReadBytesPerSecond=50GiB/s; may be repeated.")
  private Map<String, String> figures = new LinkedHashMap<>();

  private enum MaskKind {
    NONE,
    CAUSAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose words {@code --bytes} sizes. */
  private enum BytesOf {
    Q(WorkloadFigure.BYTES_Q),
    K(WorkloadFigure.BYTES_K),
    V(WorkloadFigure.BYTES_V),
    O(WorkloadFigure.BYTES_O),
    LOGITS(WorkloadFigure.LOGIT_BYTES);

    private final WorkloadFigure figure;

    BytesOf(WorkloadFigure figure) {
      this.figure = figure;
    }

    @Override
    public String toString() {
      return this == LOGITS ? "logits" : name();
    }
  }

  /** The target; both parts must be named. */
  Target required() {
    return target(
        () -> {
          throw missing("--accelerator", "flat-edge", "list accelerators");
        },
        () -> {
          throw missing("--workload", "bert", "list workloads");
        });
  }

  /** The target, which must be complete if any of these options is given; empty if none is. */
  Optional<Target> ifNamed() {
    boolean noneGiven =
        accelerator == null && workload == null && figures.isEmpty() && changes().isEmpty();
    return noneGiven ? Optional.empty() : Optional.of(required());
  }

  /** The workload, if it is named without an accelerator and figures of one; else empty. */
  Optional<AttentionWorkload> workloadAlone() {
    return workload == null || accelerator != null || !figures.isEmpty()
        ? Optional.empty()
        : Optional.of(change(find(workload)));
  }

  /**
   * The target of a schedule; a part that is not named is the one that the schedule was made for.
   */
  Target of(ScheduleFile file) {
    Optional<MadeFor> madeFor = file.document().madeFor();
    Optional<Accelerator> accelerator =
        madeFor
            .map(MadeFor::accelerator)
            .filter(SpecCatalogue.acceleratorNames()::contains)
            .map(SpecCatalogue::accelerator);
    Optional<AttentionWorkload> workload =
        madeFor.map(MadeFor::workload).flatMap(WorkloadName::find);
    return target(
        () ->
            file.target()
                .map(Target::accelerator)
                .or(() -> accelerator)
                .orElseThrow(() -> unknown(file, "accelerator", "flat-edge")),
        () ->
            file.target()
                .map(Target::workload)
                .or(() -> workload)
                .orElseThrow(() -> unknown(file, "workload", "bert")));
  }

  private Target target(Supplier<Accelerator> accelerator, Supplier<AttentionWorkload> workload) {
    requireFigures();
    Accelerator chosen =
        this.accelerator == null ? accelerator.get() : SpecCatalogue.accelerator(this.accelerator);
    AttentionWorkload base = this.workload == null ? workload.get() : find(this.workload);
    return new Target(change(chosen), change(base));
  }

  private Accelerator change(Accelerator chosen) {
    try {
      return AcceleratorName.change(chosen, figures);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("--set " + e.getMessage(), e);
    }
  }

  private AttentionWorkload change(AttentionWorkload base) {
    if (sequence != null) {
      base.requireAsManyQueriesAsKeys(
          "--sequence would set queries and keys to " + sequence, "give --keys, --queries or both");
    }
    return WorkloadName.rename(base, base.with(changes()));
  }

  private static AttentionWorkload find(String nameOrFile) {
    return WorkloadName.find(nameOrFile).orElseGet(() -> SpecCatalogue.workload(nameOrFile));
  }

  private Map<String, String> changes() {
    if (sequence != null && (queries != null || keys != null)) {
      throw new InvalidInputException(
          "--sequence sets both queries and keys; give either --sequence, or --queries and"
              + " --keys.");
    }
    Map<String, String> changes = new LinkedHashMap<>();
    put(changes, WorkloadFigure.BATCH, "--batch", batch);
    put(changes, WorkloadFigure.QUERY_LENGTH, "--sequence", sequence);
    put(changes, WorkloadFigure.KEY_LENGTH, "--sequence", sequence);
    put(changes, WorkloadFigure.QUERY_LENGTH, "--queries", queries);
    put(changes, WorkloadFigure.KEY_LENGTH, "--keys", keys);
    if (mask != null && window != null) {
      throw new InvalidInputException("--window is a causal mask; give either --mask or --window.");
    }
    OptionRules.requireAtLeast("--window", window, 1);
    if (mask != null || window != null) {
      changes.put(
          WorkloadFigure.MASK.path(), mask != null ? mask.toString() : Mask.window(window) + "");
    }
    bytes.forEach((tensor, value) -> changes.put(tensor.figure.path(), value));
    return changes;
  }

  private static void put(
      Map<String, String> changes, WorkloadFigure figure, String option, Integer value) {
    OptionRules.requireAtLeast(option, value, 1);
    if (value != null) {
      changes.put(figure.path(), value.toString());
    }
  }

  private void requireFigures() {
    for (String figure : figures.keySet()) {
      if (!AcceleratorFigure.names().contains(figure)) {
        throw new InvalidInputException(
            "--set: there is no figure %s of an accelerator. %s"
                .formatted(figure, NearestNames.advice(figure, AcceleratorFigure.names())));
      }
    }
  }

  private static InvalidInputException unknown(ScheduleFile file, String kind, String example) {
    return new InvalidInputException(
        ("--%s is missing: the schedule in %s was made for none that ships; give it a name, such as"
                + " %s, or a file.")
            .formatted(kind, file.origin(), example));
  }

  private static InvalidInputException missing(String option, String example, String list) {
    return new InvalidInputException(
        ("%s is missing; give it a name, such as %s %s, or a JSON file. \"%s\" shows the"
                + " names.")
            .formatted(option, option, example, list));
  }
}
