package org.flatsearch.search.strategy.exact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flatsearch.cost.CostModels;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Decision;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WordBytes;

/**
 * Seeded random sub-spaces of attention problems, small enough to be enumerated: every decision
 * keeps a few random values, on accelerators with tight and loose buffers, for all kinds of
 * objectives.
 */
public final class RandomSubspaces {
  public static final List<Objective> OBJECTIVES =
      List.of(
          Objective.of("latency", "energy"),
          Objective.of("energy"),
          Objective.of("edp"),
          Objective.of("traffic", "latency"),
          Objective.of("footprint", "traffic"),
          Objective.of("energy", "footprint"),
          Objective.of("latency"));

  private static final List<String> ACCELERATORS =
      List.of("flat-edge", "flat-edge-64-lanes", "rtl-16x16", "nvdla", "tileflow-edge", "simba");

  private static final List<Double> SIZES = List.of(0.5, 1.0, 2.0, 4.0);

  /** A sub-space with the objective to search it for. */
  public record Subspace(RestrictedProblem problem, Objective objective, String what) {
    public long points() {
      long points = 1;
      for (Decision decision : problem.decisions()) {
        points *= decision.size();
      }
      return points;
    }
  }

  private final Random random;

  public RandomSubspaces(long seed) {
    random = new Random(seed);
  }

  /** A sub-space of at most {@code most} points for model {@code model}. */
  public Subspace next(String model, long most) {
    boolean flat = model.equals("flat");
    Accelerator accelerator =
        flat
            ? SpecCatalogue.accelerator(
                pick(List.of("flat-edge", "flat-cloud", "flat-edge-64-lanes")))
            : SpecCatalogue.accelerator(pick(ACCELERATORS));
    accelerator =
        accelerator.with(
            Map.of(
                "bufferBytes", Integer.toString(1 << (11 + random.nextInt(13))),
                "dramReadBytesPerSecond", Long.toString(1L << (27 + random.nextInt(12)))));
    AttentionWorkload workload = workload();
    AttentionProblem problem =
        Spaces.problem(CostModels.all().get(model), "full", accelerator, workload);
    return subspace(problem, pick(OBJECTIVES), restrict(problem.decisions(), most, Map.of()));
  }

  /**
   * A sub-space of a chip: with registers, steps, overheads, a queue and a shared buffer, a
   * workload with a mask, words of other sizes and V in K, or some of these.
   */
  public Subspace nextOfChip(long most) {
    AttentionWorkload plain = workload();
    AttentionWorkload workload = withFeatures(plain);
    Map<String, String> figures = new HashMap<>();
    figures.put("multicast", "false");
    figures.put("cores", Integer.toString(1 << random.nextInt(6)));
    figures.put("bufferBytes", Integer.toString(1 << (11 + random.nextInt(13))));
    figures.put("dramReadBytesPerSecond", Long.toString(1L << (27 + random.nextInt(12))));
    if (random.nextInt(3) > 0) {
      figures.put("registerBytes", Integer.toString(1 << (9 + random.nextInt(13))));
    }
    if (random.nextBoolean()) {
      figures.put("arrays", Integer.toString(1 + random.nextInt(3)));
    }
    figures.put("dmaLatencyCycles", Integer.toString(random.nextInt(3) * 100));
    if (random.nextInt(3) > 0) {
      figures.put("stepCycles", Integer.toString(random.nextInt(200)));
      figures.put("itemCycles", Integer.toString(random.nextInt(300)));
      figures.put("lanesHidden", Double.toString(random.nextInt(5) / 4.0));
      figures.put("loadsHidden", Double.toString(random.nextInt(5) / 4.0));
      figures.put("laneOperations.perRowStep", Integer.toString(random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      figures.put("dealing", "queue");
      figures.put("cores", Integer.toString(1 + random.nextInt(4)));
    }
    if (random.nextInt(4) == 0) {
      figures.put("sharedBufferBytes", Integer.toString(1 << (8 + random.nextInt(14))));
      figures.put("sharedBufferBytesPerSecond", Long.toString(1L << (27 + random.nextInt(12))));
    }
    Accelerator accelerator = SpecCatalogue.accelerator(pick(ACCELERATORS)).with(figures);
    AttentionProblem problem = Proofs.full(accelerator, workload);
    Map<String, String> fixed =
        random.nextBoolean() ? Map.of("form", "online:instance-row-key") : Map.of();
    return subspace(problem, pick(OBJECTIVES), restrict(problem.decisions(), most, fixed));
  }

  private AttentionWorkload withFeatures(AttentionWorkload plain) {
    AttentionWorkload workload = plain;
    if (plain.queryLength() <= plain.keys() && random.nextBoolean()) {
      boolean isCausal = random.nextBoolean();
      workload =
          plain.withMask(isCausal ? Mask.CAUSAL : Mask.window(1 + random.nextInt(plain.keys())));
    }
    if (random.nextBoolean()) {
      double keys = pick(SIZES);
      boolean isAlike = random.nextBoolean();
      WordBytes bytes = new WordBytes(pick(SIZES), keys, isAlike ? keys : pick(SIZES), pick(SIZES));
      workload = workload.withBytes(bytes, pick(SIZES));
    }
    boolean mayBeInKeys =
        plain.valueDim() <= plain.queryDim() && workload.bytes().k() == workload.bytes().v();
    return mayBeInKeys && random.nextInt(3) > 0 ? workload.withValuesInKeys(true) : workload;
  }

  /**
   * A sub-space of schedules that pass the logits through DRAM, searched for the least footprint on
   * a buffer of a few rows of logits: whether one of them fits next to the tiles depends on the
   * tiles.
   */
  public Subspace nextThroughDram(long most) {
    AttentionWorkload workload = longRows();
    int rowBytes = workload.keys() * workload.wordBytes();
    Accelerator accelerator =
        SpecCatalogue.accelerator(pick(ACCELERATORS))
            .with("bufferBytes", Integer.toString(rowBytes * (1 + random.nextInt(5))));
    AttentionProblem problem = Proofs.full(accelerator, workload);
    return subspace(
        problem,
        pick(List.of(Objective.of("footprint"), Objective.of("footprint", "traffic"))),
        restrict(problem.decisions(), most, Map.of("form", "none:instance")));
  }

  private static Subspace subspace(
      AttentionProblem problem, Objective objective, List<Restriction> restrictions) {
    AttentionWorkload workload = problem.workload();
    Accelerator accelerator = problem.accelerator();
    return new Subspace(
        RestrictedProblem.of(problem, restrictions),
        objective,
        workload + " on " + accelerator + ", " + restrictions + " for " + objective);
  }

  /** Many keys and little of everything else, so that a few rows of logits fill a buffer. */
  private AttentionWorkload longRows() {
    int queries = 1 + random.nextInt(6);
    int keys = 40 + random.nextInt(260);
    int dim = 1 + random.nextInt(8);
    return new AttentionWorkload("random", "", 1, 2, 2, queries, keys, dim, dim, 2);
  }

  private AttentionWorkload workload() {
    int keyValueHeads = 1 + random.nextInt(4);
    int group = random.nextInt(3) == 0 ? 4 : 1;
    return new AttentionWorkload(
        "random",
        "",
        1 + random.nextInt(4),
        keyValueHeads * group,
        keyValueHeads,
        random.nextInt(5) == 0 ? 1 : 1 + random.nextInt(300),
        1 + random.nextInt(300),
        1 + random.nextInt(80),
        1 + random.nextInt(80),
        2);
  }

  /** Random subsets of the domains whose product is at most {@code most}. */
  private List<Restriction> restrict(
      List<Decision> decisions, long most, Map<String, String> fixed) {
    int[] sizes = new int[decisions.size()];
    Arrays.fill(sizes, 1);
    long points = 1;
    List<Integer> open = IntStream.range(0, sizes.length).boxed().collect(Collectors.toList());
    open.removeIf(k -> decisions.get(k).size() == 1 || fixed.containsKey(decisions.get(k).name()));
    while (!open.isEmpty()) {
      int at = open.get(random.nextInt(open.size()));
      long grown = points / sizes[at] * (sizes[at] + 1);
      if (sizes[at] == decisions.get(at).size() || sizes[at] == 8 || grown > most) {
        open.remove(Integer.valueOf(at));
      } else {
        points = grown;
        sizes[at]++;
      }
    }
    List<Restriction> restrictions = new ArrayList<>();
    for (int k = 0; k < sizes.length; k++) {
      Decision decision = decisions.get(k);
      List<Integer> values =
          IntStream.range(0, decision.size()).boxed().collect(Collectors.toList());
      Collections.shuffle(values, random);
      String labels =
          values.subList(0, sizes[k]).stream()
              .map(decision::label)
              .collect(Collectors.joining(","));
      String allowed = fixed.getOrDefault(decision.name(), labels);
      restrictions.add(Restriction.parse(decision.name() + " in {" + allowed + "}"));
    }
    return restrictions;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
