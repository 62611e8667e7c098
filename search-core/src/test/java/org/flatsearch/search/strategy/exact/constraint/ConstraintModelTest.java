package org.flatsearch.search.strategy.exact.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.chocosolver.solver.variables.IntVar;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.search.strategy.exact.Proofs;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Branch and bound proves what an independent constraint model, solved by Choco, proves. */
@Execution(ExecutionMode.CONCURRENT)
class ConstraintModelTest {
  private static final long SEED = 4;

  /** Words of 2 bytes at the energies of {@link #accelerator}. */
  private static final Prices PICOJOULES = new Prices(16, 1, 2);

  private static final Prices BYTES = new Prices(2, 0, 0);

  @Test
  void agreesOnFiveInstances() {
    compare(SEED, 5);
  }

  @Test
  @Tag("thorough")
  void agreesOnManyInstances() {
    compare(SEED + 1, Integer.getInteger("flatsearch.subspaces", 50));
  }

  private static void compare(long seed, int count) {
    Random random = new Random(seed);
    int feasible = 0;
    for (int k = 0; k < count; k++) {
      Accelerator accelerator = accelerator(random);
      AttentionWorkload workload = workload(random);
      boolean energy = random.nextBoolean();
      Objective objective = Objective.of(energy ? "energy" : "traffic");
      String what =
          String.format(
              "seed %d, instance %d: %s on %s for %s",
              seed, k, workload, accelerator, objective.metrics());
      SearchResult result = prove(accelerator, workload, objective);
      assertThat(result.proof().status()).as(what).isEqualTo(Status.PROVEN);
      OptionalInt least = least(accelerator, workload, energy ? PICOJOULES : BYTES);
      assertThat(result.isFeasible()).as(what).isEqualTo(least.isPresent());
      if (least.isPresent()) {
        feasible++;
        double value = result.values().get(0) * (energy ? 1e12 : 1);
        assertThat(value).as(what).isCloseTo(least.getAsInt(), Offset.offset(1e-6));
      }
    }
    System.out.printf(
        "loopnest, tiles that divide: %d instances proven equal to a constraint model, %d of them"
            + " infeasible%n",
        count, count - feasible);
    assertThat(feasible).isGreaterThan(count / 2);
  }

  private static SearchResult prove(
      Accelerator accelerator, AttentionWorkload workload, Objective objective) {
    AttentionProblem problem =
        Spaces.problem(new LoopNestModel(), "divisors", accelerator, workload);
    return Proofs.prove(problem, objective);
  }

  private static OptionalInt least(
      Accelerator accelerator, AttentionWorkload workload, Prices prices) {
    OptionalInt least = OptionalInt.empty();
    for (NestConstraints.Form form : NestConstraints.Form.values()) {
      OptionalInt better =
          new NestConstraints(form, accelerator, workload, prices)
              .least(least.orElse(IntVar.MAX_INT_BOUND));
      least = better.isPresent() ? better : least;
    }
    return least;
  }

  private static Accelerator accelerator(Random random) {
    return SpecCatalogue.accelerator("flat-edge")
        .with(
            Map.of(
                "rows", Integer.toString(1 + random.nextInt(4)),
                "columns", Integer.toString(1 + random.nextInt(4)),
                "bufferBytes",
                    Integer.toString(
                        (random.nextInt(5) == 0 ? 8 : 24)
                            + random.nextInt(random.nextBoolean() ? 30 : 180)),
                "energy.macJoules", "0",
                "energy.registerJoulesPerAccess", "0",
                "energy.onChipReadJoulesPerByte", "0.5e-12",
                "energy.onChipWriteJoulesPerByte", "1e-12",
                "energy.dramReadJoulesPerByte", "8e-12",
                "energy.dramWriteJoulesPerByte", "8e-12"));
  }

  private static AttentionWorkload workload(Random random) {
    int[] sizes = {2, 3, 4, 6, 8, 12};
    return new AttentionWorkload(
        "random",
        "",
        1 + random.nextInt(3),
        1 + random.nextInt(2),
        1,
        random.nextInt(4) == 0 ? 1 : sizes[random.nextInt(sizes.length)],
        sizes[random.nextInt(sizes.length)],
        sizes[random.nextInt(4)],
        sizes[random.nextInt(4)],
        2);
  }
}
