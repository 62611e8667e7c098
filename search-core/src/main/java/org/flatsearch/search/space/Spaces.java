package org.flatsearch.search.space;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** The spaces on the class path, by model and by name. */
public final class Spaces {
  /** The default space of a search. */
  public static final String DEFAULT = "full";

  /** The most general model; its spaces serve models that have none of their own. */
  private static final String GENERAL_MODEL = LoopNestModel.NAME;

  private Spaces() {}

  /** All spaces that {@link ServiceLoader} finds, in the order of their names. */
  public static List<SpaceProvider> all() {
    List<SpaceProvider> providers = PlugIns.all(SpaceProvider.class, "space");
    providers.sort(
        Comparator.comparing(SpaceProvider::name)
            .thenComparing(provider -> provider.getClass().getName()));
    return List.copyOf(providers);
  }

  /**
   * The problem of scheduling {@code workload} on {@code accelerator} in the space of that name.
   *
   * <p>A model without a space of its own is searched in those of the most general model, or else
   * in any other whose schedules it accepts.
   *
   * @throws InvalidInputException if there is no such space for the model (naming those that are
   *     similar), or no search for that pair
   */
  public static AttentionProblem problem(
      CostModel model, String space, Accelerator accelerator, AttentionWorkload workload) {
    return problem(model, space, accelerator, workload, AllowedTiles.ALL);
  }

  /**
   * The same problem if only some tiles are allowed. The problem may have others too; {@link
   * org.flatsearch.search.RestrictedProblem} leaves them out.
   *
   * @throws InvalidInputException as above
   */
  public static AttentionProblem problem(
      CostModel model,
      String space,
      Accelerator accelerator,
      AttentionWorkload workload,
      AllowedTiles allowed) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(allowed, "allowed");
    List<SpaceProvider> candidates = candidates(model);
    IllegalArgumentException refusal = null;
    for (SpaceProvider provider : candidates) {
      if (provider.name().equals(space)) {
        ScheduleSpace made = provider.space(accelerator, workload, allowed);
        try {
          return AttentionProblem.of(model, made, accelerator, workload);
        } catch (IllegalArgumentException e) {
          refusal = refusal == null ? e : refusal;
        }
      }
    }
    if (refusal != null) {
      throw new InvalidInputException(refusal.getMessage(), refusal);
    }
    List<String> names = candidates.stream().map(SpaceProvider::name).distinct().toList();
    throw new InvalidInputException(
        "There is no space \"%s\" for model '%s'. %s"
            .formatted(space, model.name(), PlugIns.advice(space, names)));
  }

  /** Refuses ambiguous names: a proof is about the space that its result names. */
  private static void requireOneOfEachName(List<SpaceProvider> own, CostModel model) {
    Map<String, SpaceProvider> byName = new HashMap<>();
    for (SpaceProvider provider : own) {
      SpaceProvider other = byName.putIfAbsent(provider.name(), provider);
      if (other != null) {
        throw new InvalidInputException(
            ("Two spaces for model '%s' are called '%s': %s and %s. Leave one of them out of the"
                    + " class path, or give it another name.")
                .formatted(
                    model.name(),
                    provider.name(),
                    other.getClass().getName(),
                    provider.getClass().getName()));
      }
    }
  }

  /** The model's own spaces or, if it has none, all others: first those of the general model. */
  private static List<SpaceProvider> candidates(CostModel model) {
    List<SpaceProvider> own =
        all().stream().filter(provider -> provider.isFor(model.name())).toList();
    if (!own.isEmpty()) {
      requireOneOfEachName(own, model);
      return own;
    }
    return all().stream()
        .sorted(Comparator.comparing(provider -> !provider.isFor(GENERAL_MODEL)))
        .toList();
  }
}
