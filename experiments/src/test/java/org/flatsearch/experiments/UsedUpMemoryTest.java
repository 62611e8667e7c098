package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.search.space.flat.FlatPublishedSpace;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plug-in is not to blame if memory runs out within it, but is if the stack overflows. */
class UsedUpMemoryTest {
  private static final String DEFINITION =
      Experiments.SMALL.replace("[flat]", "[large]").replace("published", "large")
          + "seeds: [1, 2]\n";

  private static final String OUT_OF_MEMORY =
      "Out of memory; give Java more, such as -Xmx[1-9][0-9]*g\\.";

  @TempDir private Path folder;

  private static String where;
  private static Error error;
  private static int last;
  private static boolean failsLater;
  private static boolean isSlowLater;
  private static final AtomicInteger evaluations = new AtomicInteger();
  private static final AtomicInteger bindings = new AtomicInteger();
  private static final List<WeakReference<ScheduleSpace>> spaces = new ArrayList<>();

  private static void reach(String place) {
    if (place.equals(where)) {
      throw error;
    }
  }

  /** Model {@code flat}, where errors can be thrown. */
  public static final class LargeModel extends ModelForTests {
    public LargeModel() {
      super("large", LargeModel::evaluator);
    }

    private static ScheduleEvaluator evaluator(
        Accelerator accelerator, AttentionWorkload workload) {
      reach("bind");
      if (bindings.incrementAndGet() == last) {
        reach("last bind");
      }
      ScheduleEvaluator flat = new FlatModel().bind(accelerator, workload);
      return new ScheduleEvaluator() {
        @Override
        public Optional<String> refusal(LoopNest nest) {
          reach("refusal");
          return flat.refusal(nest);
        }

        @Override
        public void evaluate(LoopNest nest, CostSheet sheet) {
          reach("evaluate");
          int evaluation = evaluations.incrementAndGet();
          if (evaluation == last) {
            reach("last evaluation");
          } else if (evaluation > last && where.equals("last evaluation") && failsLater) {
            throw new IllegalStateException("no connection");
          } else if (evaluation > last && isSlowLater) {
            LockSupport.parkNanos(5_500_000_000L);
          }
          flat.evaluate(nest, sheet);
        }
      };
    }
  }

  /** The published space, where errors can be thrown. */
  public static final class LargeSpace implements SpaceProvider {
    @Override
    public String name() {
      return "large";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public boolean isFor(String model) {
      return model.equals("large");
    }

    @Override
    public ScheduleSpace space(
        Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
      reach("space");
      ScheduleSpace space = FlatPublishedSpace.of(accelerator, workload);
      spaces.add(new WeakReference<>(space));
      if ("spaces in use".equals(where)) {
        System.gc();
        last = Math.max(last, (int) spaces.stream().filter(each -> each.get() != null).count());
      }
      return space;
    }
  }

  @BeforeEach
  void offerPlugIns() throws Exception {
    OfferedPlugIn.in(folder, CostModel.class, LargeModel.class);
    OfferedPlugIn.in(folder, SpaceProvider.class, LargeSpace.class);
  }

  private CommandRun search(String... further) throws Exception {
    String search =
        "search -a=flat-edge -w=bert -m=large --space=large --strategy=random --evaluations=20";
    return OfferedPlugIn.run(folder, List.of(search.split(" ")), further);
  }

  private CommandRun experiment() throws Exception {
    return OfferedPlugIn.experiment(folder, DEFINITION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind", "refusal", "evaluate", "space"})
  void endsASearchAndAnExperiment(String place) throws Exception {
    where = place;
    error = new OutOfMemoryError("for tests");

    for (CommandRun run : new CommandRun[] {search(), experiment()}) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().strip()).matches(OUT_OF_MEMORY);
    }
  }

  /** A proof keeps all boxes that wait, so it may fill the memory after hours. */
  @Test
  void leavesWhatASearchHadFound() throws Exception {
    CommandRun run = searchUpTo(10);

    assertThat(run.out()).contains("Schedule: ", "10 evaluations in ", "the search failed");
  }

  /** Walks of thousands of cores are as slow; that is no reason to lose the best one. */
  @Test
  void leavesWhatASlowModelHadFound() throws Exception {
    isSlowLater = true;
    try {
      assertThat(searchUpTo(10).out()).contains("Schedule: ");
    } finally {
      isSlowLater = false;
    }
  }

  /** The message would be about the best schedule, which cannot be rated once more. */
  @Test
  void isTheReasonThoughTheModelFailsAsWell() throws Exception {
    failsLater = true;
    try {
      assertThat(searchUpTo(10).out()).isEmpty();
    } finally {
      failsLater = false;
    }
  }

  /** The evaluators of many threads may be what is too large. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void endsASearchBeforeItBegins(int binding) throws Exception {
    where = "last bind";
    last = binding;
    bindings.set(0);
    error = new OutOfMemoryError("for tests");

    CommandRun run = search("--threads=3");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip()).matches(OUT_OF_MEMORY);
  }

  @Test
  void leavesWhatASearchHadFoundBeforeItsStudy() throws Exception {
    CommandRun run = searchUpTo(30, "--what-if");

    assertThat(run.out()).contains("Schedule: ", "20 evaluations in ").doesNotContain("failed");
  }

  /** Spaces of millions of tiles take hundreds of megabytes each. */
  @Test
  void isNotFilledByTheSpacesOfAStudy() throws Exception {
    where = "spaces in use";
    last = 0;
    spaces.clear();

    assertThat(search("--what-if").exitCode()).isZero();
    assertThat(spaces).hasSizeGreaterThan(8);
    // That of the search and that of a row; a thread that is ending may hold one more.
    assertThat(last).isBetween(1, 4);
  }

  private CommandRun searchUpTo(int evaluation, String... further) throws Exception {
    where = "last evaluation";
    last = evaluation;
    evaluations.set(0);
    error = new OutOfMemoryError("for tests");

    CommandRun run = search(further);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip()).matches(OUT_OF_MEMORY);
    return run;
  }

  /** As in a container whose number of processes is limited. */
  @Test
  void isNotALackOfThreads() throws Exception {
    where = "bind";
    error =
        new OutOfMemoryError(
            "unable to create native thread: possibly out of memory or process/resource limits"
                + " reached");

    for (CommandRun run : new CommandRun[] {search(), experiment()}) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().strip())
          .isEqualTo(
              "The system allows no more threads; raise its limit (ulimit -u, or that of processes"
                  + " in the container), or take fewer --threads.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind", "refusal", "evaluate", "space"})
  void isNotAStackThatOverflows(String place) throws Exception {
    where = place;
    error = new StackOverflowError();

    CommandRun search = search();
    CommandRun experiment = experiment();

    assertThat(search.exitCode()).isEqualTo(1);
    assertThat(search.err().strip())
        .contains("failed (java.lang.StackOverflowError)", "large")
        .hasLineCount(1);
    assertThat(experiment.err()).contains("2 runs failed; ", "java.lang.StackOverflowError");
  }

  @Test
  void isNoMatterWhereItSuffices() throws Exception {
    where = "nowhere";

    assertThat(search().exitCode()).isZero();
    assertThat(experiment().exitCode()).isZero();
  }
}
