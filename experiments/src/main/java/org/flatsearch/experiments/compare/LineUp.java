package org.flatsearch.experiments.compare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flatsearch.goal.Budget;

/**
 * All contenders, with names that tell them apart: the strategy, with its parameters or its budget
 * if it takes part with several of them.
 *
 * @param names the name of each contender, in the order of first appearance
 */
public record LineUp(Map<Contender, String> names) {
  /** The baseline that every line-up should have. */
  private static final String RANDOM = "random";

  /** The exact strategies that ship: these are exact even where they proved nothing. */
  static final Set<String> EXACT = Set.of("exhaustive", "branch-and-bound", "auto");

  /** The line-up of these contenders. */
  static LineUp of(Collection<Contender> contenders) {
    List<Contender> distinct = new ArrayList<>(new LinkedHashSet<>(contenders));
    Map<Contender, String> names = new LinkedHashMap<>();
    for (Contender contender : distinct) {
      List<Contender> namesakes =
          distinct.stream().filter(c -> c.strategy().equals(contender.strategy())).toList();
      StringBuilder name = new StringBuilder(contender.strategy());
      if (differ(namesakes, Contender::parameters) && !contender.parameters().isEmpty()) {
        name.append(' ').append(parameters(contender));
      }
      if (differ(namesakes, Contender::budget)) {
        name.append(" (").append(text(contender.budget())).append(')');
      }
      names.put(contender, name.toString());
    }
    return new LineUp(names);
  }

  private static boolean differ(List<Contender> contenders, Function<Contender, Object> property) {
    return contenders.stream().map(property).distinct().count() > 1;
  }

  private static String parameters(Contender contender) {
    return contender.parameters().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** A budget in words. */
  private static String text(Budget budget) {
    String evaluations =
        budget.hasEvaluationLimit()
            ? String.format(Locale.ROOT, "%,d evaluation", budget.evaluations())
                + (budget.evaluations() == 1 ? "" : "s")
            : "";
    String seconds =
        budget.hasTimeLimit()
            ? BigDecimal.valueOf(budget.seconds()).stripTrailingZeros().toPlainString() + " s"
            : "";
    return evaluations.isEmpty() || seconds.isEmpty()
        ? evaluations + seconds
        : evaluations + ", " + seconds;
  }

  /** The contenders, in order. */
  public List<Contender> contenders() {
    return List.copyOf(names.keySet());
  }

  /** The name of a contender. */
  public String name(Contender contender) {
    return names.get(contender);
  }

  /**
   * What the line-up lacks for a fair comparison, as sentences: random search shows how easy the
   * problems are, an exact strategy how good the best schedules are, and who has more of a budget
   * finds more.
   *
   * @param isProven whether any run proved an optimum or a bound, so that one is exact, whatever
   *     its name
   */
  List<String> shortcomings(boolean isProven) {
    Set<String> strategies =
        names.keySet().stream().map(Contender::strategy).collect(Collectors.toSet());
    List<String> shortcomings = new ArrayList<>();
    if (strategies.size() > 1 && !strategies.contains(RANDOM)) {
      shortcomings.add(
          "Random search is not in the line-up, so nothing shows how easy the problems are.");
    }
    if (strategies.size() > 1 && !isProven && strategies.stream().noneMatch(EXACT::contains)) {
      shortcomings.add("No exact strategy is in the line-up, so gaps are to the best found.");
    }
    if (strategies.size() > 1 && differ(contenders(), Contender::budget)) {
      shortcomings.add(budgets());
    }
    return shortcomings;
  }

  /** Who had which budget. Names state budgets only where one strategy has several. */
  private String budgets() {
    Map<Budget, Set<String>> byBudget = new LinkedHashMap<>();
    for (Contender contender : names.keySet()) {
      byBudget
          .computeIfAbsent(contender.budget(), budget -> new LinkedHashSet<>())
          .add(contender.strategy());
    }
    return byBudget.entrySet().stream()
        .map(entry -> text(entry.getKey()) + " for " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; ", "Budgets differ: ", "."));
  }
}
