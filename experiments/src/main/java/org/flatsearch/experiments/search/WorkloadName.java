package org.flatsearch.experiments.search;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.SpecNames;
import org.flatsearch.spec.WorkloadFigure;

/**
 * The names of workloads whose batch or lengths were changed: {@code bert-4096}, {@code
 * bert-b8-4096}, {@code bert-q1-k4096}; other figures are appended as in {@code
 * bert+queryDim-128+mask-causal}. A schedule document says by such a name what it was made for, so
 * the workload can be found by it.
 */
public final class WorkloadName {
  private static final Pattern CHANGED =
      Pattern.compile("(.+?)(?:-b(\\d+))?(?:-(\\d+)|(?:-q(\\d+))?(?:-k(\\d+))?)");

  /** Figures that are appended; a user's own name may contain a {@code +} too. */
  private static final Pattern FIGURES =
      Pattern.compile("(?:\\+(?:%s)-[^+]*)+$".formatted(String.join("|", WorkloadFigure.names())));

  private static final Pattern FIGURE = Pattern.compile("\\+([^-]+)-([^+]*)");

  /** The figures that the name states in short, not appended. */
  private static final Set<WorkloadFigure> IN_SHORT =
      EnumSet.of(WorkloadFigure.BATCH, WorkloadFigure.QUERY_LENGTH, WorkloadFigure.KEY_LENGTH);

  private WorkloadName() {}

  /**
   * {@code changed} under a name that says how it differs from {@code original}, and without a
   * description if it does: that may state the original's figures. If the name would become too
   * long, the original's is cut.
   */
  public static AttentionWorkload rename(AttentionWorkload original, AttentionWorkload changed) {
    String changes = changes(original, changed);
    int room = Math.max(1, SpecNames.LONGEST - changes.length());
    String name = original.name();
    String whole = name.substring(0, Math.min(room, name.length())) + changes;
    AttentionWorkload named =
        changed.named(whole.substring(0, Math.min(SpecNames.LONGEST, whole.length())));
    return changes.isEmpty() ? named : named.withoutDescription();
  }

  private static String changes(AttentionWorkload original, AttentionWorkload changed) {
    StringBuilder name = new StringBuilder();
    if (changed.batch() != original.batch()) {
      name.append("-b").append(changed.batch());
    }
    boolean queries = changed.queryLength() != original.queryLength();
    boolean keys = changed.keyLength() != original.keyLength();
    if ((queries || keys) && changed.queryLength() == changed.keyLength()) {
      name.append('-').append(changed.keyLength());
    } else {
      name.append(queries ? "-q" + changed.queryLength() : "");
      name.append(keys ? "-k" + changed.keyLength() : "");
    }
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      // Unless stated, a size of a tensor's words follows that of all words.
      boolean isStated = figure.isStated(changed) || figure.isStated(original);
      if (!IN_SHORT.contains(figure) && isStated && differs(figure, original, changed)) {
        name.append('+').append(figure.path()).append('-').append(figure.text(changed));
      }
    }
    return name.toString();
  }

  private static boolean differs(
      WorkloadFigure figure, AttentionWorkload original, AttentionWorkload changed) {
    return !figure.valueOf(changed).equals(figure.valueOf(original));
  }

  /**
   * The shipped workload of a name, with the changes that the name states; empty also if no
   * workload can have them, as in {@code bert-0}.
   */
  public static Optional<AttentionWorkload> find(String name) {
    String plain = FIGURES.matcher(name).replaceFirst("");
    Map<String, String> changes = new LinkedHashMap<>();
    FIGURE
        .matcher(name.substring(plain.length()))
        .results()
        .forEach(figure -> changes.put(figure.group(1), figure.group(2)));
    String base = plain;
    Matcher parts = CHANGED.matcher(plain);
    if (!SpecCatalogue.workloadNames().contains(plain) && parts.matches()) {
      base = parts.group(1);
      put(changes, WorkloadFigure.BATCH, parts.group(2));
      put(changes, WorkloadFigure.QUERY_LENGTH, parts.group(3));
      put(changes, WorkloadFigure.KEY_LENGTH, parts.group(3));
      put(changes, WorkloadFigure.QUERY_LENGTH, parts.group(4));
      put(changes, WorkloadFigure.KEY_LENGTH, parts.group(5));
    }
    if (!SpecCatalogue.workloadNames().contains(base)) {
      return Optional.empty();
    }
    AttentionWorkload original = SpecCatalogue.workload(base);
    try {
      return Optional.of(rename(original, original.with(changes)));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static void put(Map<String, String> changes, WorkloadFigure figure, String value) {
    if (value != null) {
      changes.put(figure.path(), value);
    }
  }

  /** The name of the shipped workload that a name is derived from; the name itself if none is. */
  public static String original(String name) {
    String plain = FIGURES.matcher(name).replaceFirst("");
    Matcher parts = CHANGED.matcher(plain);
    return !SpecCatalogue.workloadNames().contains(plain)
            && parts.matches()
            && SpecCatalogue.workloadNames().contains(parts.group(1))
        ? parts.group(1)
        : plain;
  }
}
