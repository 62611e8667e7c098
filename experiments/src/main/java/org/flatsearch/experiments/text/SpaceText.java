package org.flatsearch.experiments.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.flatsearch.experiments.search.SpaceDocument;
import org.flatsearch.search.Decision;
import org.flatsearch.search.space.AttentionProblem;

/** The decisions of a space, for people. */
public final class SpaceText {
  /** So many characters of values fit beside the other columns. */
  private static final int WIDTH = 72;

  /** So many values are shown even if they take more than one line. */
  private static final int FEW = 12;

  /** From here on, powers of ten are easier to read than digits. */
  private static final BigInteger LARGE = BigInteger.TEN.pow(12);

  private SpaceText() {}

  /** The target, the size of the space and a line for each decision. */
  public static String of(SpaceDocument space) {
    AttentionProblem problem = space.problem().attention();
    List<Decision> decisions = space.decisions();
    Columns head = new Columns("ll");
    head.row("Accelerator", TargetText.of(problem.accelerator()));
    head.row("Workload", TargetText.of(problem.workload()));
    head.row(
        "Space",
        String.format(
            "%s of model %s: %s, %s%s",
            space.problem().space(),
            problem.model().name(),
            Units.plural(decisions.size(), "decision"),
            space.isRestricted() ? "at most " : "",
            points(space.mostPoints())));
    space.problem().restrictions().forEach(restriction -> head.row("Require", restriction));
    Columns table = new Columns("lrl");
    table.row("decision", "values", "");
    for (Decision decision : decisions) {
      List<String> lines = lines(decision.labels());
      table.row(decision.name(), Units.count(decision.size()), lines.get(0));
      lines.stream().skip(1).forEach(line -> table.row("", "", line));
    }
    return head.text("") + "\n" + table.text("");
  }

  private static String points(BigInteger count) {
    return count.compareTo(LARGE) < 0
        ? Units.plural(count.longValue(), "point")
        : String.format(Locale.ROOT, "%.1e points", new BigDecimal(count))
            .replaceFirst("e\\+", " × 10^");
  }

  /** Lines with all values if these are few, else one line with the first ones and the last. */
  private static List<String> lines(List<String> labels) {
    String all = String.join(" ", labels);
    if (labels.size() <= FEW || all.length() <= WIDTH) {
      return wrap(all, WIDTH);
    }
    String last = " ... " + labels.get(labels.size() - 1);
    return List.of(wrap(all, WIDTH - last.length()).get(0) + last);
  }

  private static List<String> wrap(String text, int width) {
    return List.of(text.replaceAll("(.{1," + width + "})(?: |$)", "$1\n").split("\n"));
  }
}
