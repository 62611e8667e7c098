package org.flatsearch.experiments.definition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.experiments.search.ScheduleRules;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.Location;
import org.flatsearch.json.NearestNames;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecNames;

/**
 * Turns a definition into the list of its runs, search by search. Within each, the accelerator
 * varies slowest, then workload, sweeps, model, space, objective, strategy and budget; the seed
 * varies fastest.
 */
public final class PlannedRuns {
  private static final int MOST_RUNS = 1_000_000;

  private final List<PlannedRun> runs = new ArrayList<>();
  private final Map<String, PlannedRun> byId = new HashMap<>();
  private final Map<String, Object> specsByName = new HashMap<>();

  private PlannedRuns() {}

  /**
   * All runs of a definition; no two are the same.
   *
   * @throws InvalidInputException with line and column, if a figure can't have a swept value, two
   *     runs are the same, or there are too many
   */
  public static List<PlannedRun> of(Definition definition) {
    double size = definition.searches().stream().mapToDouble(SearchMatrix::size).sum();
    if (size > MOST_RUNS) {
      throw definition
          .searches()
          .get(0)
          .at()
          .invalid(
              String.format(
                  Locale.ROOT,
                  "the matrix has %,.0f runs; at most %,d are supported; divide it among several"
                      + " definitions.",
                  size,
                  MOST_RUNS));
    }
    PlannedRuns planned = new PlannedRuns();
    definition.searches().forEach(planned::add);
    definition.outline().comparisons().forEach(planned::requireRunsOfPublished);
    return List.copyOf(planned.runs);
  }

  /** A figure for an accelerator that has no runs would silently be left out of the report. */
  private void requireRunsOfPublished(Comparison comparison) {
    List<String> accelerators =
        runs.stream()
            .filter(planned -> planned.run().search().equals(comparison.of()))
            .map(planned -> planned.run().accelerator().name())
            .distinct()
            .toList();
    for (Comparison.Published published : comparison.published()) {
      if (!accelerators.contains(published.accelerator())) {
        throw published
            .at()
            .invalid(
                "search \"%s\" has no runs on accelerator \"%s\". %s"
                    .formatted(
                        comparison.of(),
                        published.accelerator(),
                        NearestNames.advice(published.accelerator(), accelerators)));
      }
    }
  }

  private void add(SearchMatrix search) {
    List<SweepPoint> points = points(search.sweeps());
    for (Located<SpecChoice<Accelerator>> accelerator : search.accelerators()) {
      for (Located<SpecChoice<AttentionWorkload>> workload : search.workloads()) {
        for (SweepPoint point : points) {
          Accelerator changed = accelerator(accelerator, point);
          addAll(
              search,
              unique(changed, Accelerator::name, accelerator.at()),
              unique(workload(workload, point), AttentionWorkload::name, workload.at()));
        }
      }
    }
  }

  private static List<SweepPoint> points(List<List<SweepPoint>> sweeps) {
    List<SweepPoint> points = List.of(SweepPoint.NONE);
    for (List<SweepPoint> sweep : sweeps) {
      List<SweepPoint> longer = new ArrayList<>();
      for (SweepPoint point : points) {
        sweep.forEach(next -> longer.add(point.and(next)));
      }
      points = longer;
    }
    return points;
  }

  private static Accelerator accelerator(
      Located<SpecChoice<Accelerator>> choice, SweepPoint point) {
    return changed(choice, point, Figures::isOfAccelerator, AcceleratorName::change);
  }

  private static AttentionWorkload workload(
      Located<SpecChoice<AttentionWorkload>> choice, SweepPoint point) {
    return changed(choice, point, Figures::isOfWorkload, PlannedRuns::change);
  }

  private static AttentionWorkload change(AttentionWorkload workload, Map<String, String> changes) {
    return WorkloadName.rename(workload, workload.with(Figures.expanded(changes, workload)));
  }

  private static <T> T changed(
      Located<SpecChoice<T>> choice,
      SweepPoint point,
      Predicate<String> isOwn,
      BiFunction<T, Map<String, String>, T> change) {
    Map<String, Located<String>> changes = new LinkedHashMap<>(choice.value().changes());
    point
        .values()
        .forEach(
            (figure, value) -> {
              if (isOwn.test(figure)) {
                Located<String> set = changes.put(figure, value);
                if (set != null) {
                  throw value
                      .at()
                      .invalid(
                          "the figure " + figure + " is swept, but also set in " + set.at() + ".");
                }
              }
            });
    T spec = choice.value().spec();
    try {
      return change.apply(spec, texts(changes));
    } catch (InvalidInputException e) {
      throw culprit(spec, changes, change, choice.at()).invalid(e.getMessage(), e);
    }
  }

  private static Map<String, String> texts(Map<String, Located<String>> changes) {
    Map<String, String> texts = new LinkedHashMap<>();
    changes.forEach((figure, value) -> texts.put(figure, value.value()));
    return texts;
  }

  /** Where the change stands that is refused on its own; the last one if none is. */
  private static <T> Location culprit(
      T spec,
      Map<String, Located<String>> changes,
      BiFunction<T, Map<String, String>, T> change,
      Location otherwise) {
    Location last = otherwise;
    for (Map.Entry<String, Located<String>> entry : changes.entrySet()) {
      last = entry.getValue().at();
      try {
        change.apply(spec, Map.of(entry.getKey(), entry.getValue().value()));
      } catch (InvalidInputException e) {
        return last;
      }
    }
    return last;
  }

  /** Refuses two different specs of one name, because results refer to specs by their names. */
  private <T> T unique(T spec, Function<T, String> nameOf, Location at) {
    String name = nameOf.apply(spec);
    Object other = specsByName.putIfAbsent(spec.getClass().getSimpleName() + " " + name, spec);
    if (other != null && !other.equals(spec)) {
      throw at.invalid(
          "two different ones would be called \""
              + name
              + "\" in the results"
              + (name.length() == SpecNames.LONGEST
                  ? ", where names end after "
                      + name.length()
                      + " characters; sweep fewer figures"
                      + " at once, or put some of the combinations in files of their own, with"
                      + " shorter names."
                  : "; put one of them in a file of its own, with its own name."));
    }
    return spec;
  }

  private void addAll(SearchMatrix search, Accelerator accelerator, AttentionWorkload workload) {
    List<String> own =
        search.restrictions().stream().map(r -> NamedExtents.in(r.value(), workload)).toList();
    List<String> all = Stream.concat(ScheduleRules.of(accelerator).stream(), own.stream()).toList();
    for (String model : search.models()) {
      for (Located<String> space : search.spaces()) {
        for (Objective objective : search.objectives()) {
          for (Located<StrategyChoice> strategy : search.strategies()) {
            for (Budget budget : search.budgets(strategy.value())) {
              Run run =
                  new Run(
                      search.name(),
                      accelerator,
                      workload,
                      new SearchSetting(
                          model,
                          space.value(),
                          model.equals(FlatModel.NAME) ? own : all,
                          objective,
                          strategy.value().name(),
                          strategy.value().parameters(),
                          0,
                          budget,
                          Optional.empty()),
                      search.refine());
              addAll(search, run, strategy.at(), space.at());
            }
          }
        }
      }
    }
  }

  private void addAll(SearchMatrix search, Run run, Location strategyAt, Location spaceAt) {
    RunIdentity identity = new RunIdentity(run);
    Location problemAt =
        search.restrictions().isEmpty() ? spaceAt : search.restrictions().get(0).at();
    for (long seed : search.seeds()) {
      add(search, new PlannedRun(run.withSeed(seed), identity.id(seed), strategyAt, problemAt));
    }
  }

  private void add(SearchMatrix search, PlannedRun planned) {
    Run run = planned.run();
    PlannedRun first = byId.putIfAbsent(planned.id(), planned);
    if (first != null) {
      throw search
          .at()
          .invalid(
              ("search \"%s\" repeats a run of search \"%s\": %s with seed %s on %s × %s."
                      + " Leave it out of one of them.")
                  .formatted(
                      search.name(),
                      first.run().search(),
                      run.setting().strategy(),
                      run.setting().seed(),
                      run.accelerator().name(),
                      run.workload().name()));
    }
    runs.add(planned);
  }
}
