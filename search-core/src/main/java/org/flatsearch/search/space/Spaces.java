package org.flatsearch.search.space;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Decision;
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
    List<SpaceProvider> providers = PlugIns.all(SpaceProvider.class, "space", SpaceProvider::name);
    providers.sort(
        Comparator.comparing(SpaceProvider::name)
            .thenComparing(provider -> provider.getClass().getName()));
    return List.copyOf(providers);
  }

  /**
   * Whether a space was made for the model of that name.
   *
   * @throws InvalidInputException if the space, which may be a plug-in, fails to say so
   */
  public static boolean isFor(SpaceProvider provider, String model) {
    return PlugIns.answer(
        provider, "space", "say which models it is for", space -> space.isFor(model));
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
   * @throws SpaceFailedException if the space, which may be a plug-in, is broken
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
    // Spaces are asked whether they are for a model of that name, and would be blamed for failing.
    Objects.requireNonNull(
        model.name(), () -> "the name of model " + model.getClass().getName() + " is null");
    List<SpaceProvider> candidates = candidates(model);
    IllegalArgumentException refusal = null;
    for (SpaceProvider provider : candidates) {
      if (provider.name().equals(space)) {
        ScheduleSpace made = made(provider, accelerator, workload, allowed);
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

  private static ScheduleSpace made(
      SpaceProvider provider,
      Accelerator accelerator,
      AttentionWorkload workload,
      AllowedTiles allowed) {
    try {
      ScheduleSpace space = provider.space(accelerator, workload, allowed);
      requireSound(Objects.requireNonNull(space, "it is null"), workload);
      return space;
    } catch (InvalidInputException | LinkageError e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw new SpaceFailedException(provider, accelerator, workload, e);
    }
  }

  /**
   * Takes the first vector to a schedule and back, as every search does with its best one, and asks
   * for the size.
   */
  private static void requireSound(ScheduleSpace space, AttentionWorkload workload) {
    List<Decision> decisions = space.decisions();
    LoopNest nest = new LoopNest();
    space.decode(new int[decisions.size()], nest);
    nest.toSchedule().requireFits(workload);
    Optional<int[]> back = space.encode(nest);
    if (back.filter(vector -> isVector(vector, decisions)).isEmpty()) {
      throw new IllegalStateException(
          "encode gives "
              + back.map(Arrays::toString).orElse("nothing")
              + " for the schedule of the first vector");
    }
    if (space.size().signum() < 1) {
      throw new IllegalStateException("its size is " + space.size());
    }
  }

  private static boolean isVector(int[] vector, List<Decision> decisions) {
    return vector.length == decisions.size()
        && IntStream.range(0, vector.length)
            .allMatch(k -> vector[k] >= 0 && vector[k] < decisions.get(k).size());
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
        all().stream().filter(provider -> isFor(provider, model.name())).toList();
    if (!own.isEmpty()) {
      requireOneOfEachName(own, model);
      return own;
    }
    return all().stream()
        .sorted(Comparator.comparing(provider -> !isFor(provider, GENERAL_MODEL)))
        .toList();
  }
}
