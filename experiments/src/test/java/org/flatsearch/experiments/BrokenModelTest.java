package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cost models of third parties, with defects. */
class BrokenModelTest {
  private static final String DEFINITION =
      Experiments.SMALL.replace("[flat]", "[flat, %s]") + "seeds: [1, 2]\n";

  @TempDir private Path folder;

  /** Forgets to return an evaluator. */
  public static final class UnboundModel extends ModelForTests {
    public UnboundModel() {
      super("unbound", (accelerator, workload) -> null);
    }
  }

  /** Refuses what it is bound to, and doesn't say why. */
  public static final class CurtModel extends ModelForTests {
    public CurtModel() {
      super(
          "curt",
          (accelerator, workload) -> {
            throw new InvalidInputException(null);
          });
    }
  }

  /** Can rate nothing, and says so only when it evaluates a nest. */
  public static final class LostModel extends ModelForTests {
    public LostModel() {
      super("lost", (accelerator, workload) -> evaluator(Optional.empty(), LostModel::figures));
    }

    private static void figures(CostSheet sheet) {
      throw new InvalidInputException("no price is known of this nest");
    }
  }

  /** Model {@code flat}, but knows no price of schedules for small arrays. */
  public static final class PartialModel extends ModelForTests {
    public PartialModel() {
      super(
          "partial",
          (accelerator, workload) ->
              accelerator.columns() < 32
                  ? evaluator(Optional.empty(), LostModel::figures)
                  : new FlatModel().bind(accelerator, workload));
    }
  }

  /** Model {@code flat}, but divides by zero in a figure that is no metric. */
  public static final class EndlessModel extends ModelForTests {
    public EndlessModel() {
      super(
          "endless", (accelerator, workload) -> flat(accelerator, workload, EndlessModel::change));
    }

    private static void change(CostSheet sheet) {
      sheet.trafficBytesByTensor[0] = Double.POSITIVE_INFINITY;
    }
  }

  /** Can't say what it accepts. */
  public static final class UndecidedModel extends ModelForTests {
    public UndecidedModel() {
      super("undecided", (accelerator, workload) -> evaluator(null, sheet -> {}));
    }
  }

  /** Forgets to count its versions from 1. */
  public static final class UnversionedModel extends ModelForTests {
    public UnversionedModel() {
      super("unversioned", new FlatModel()::bind);
    }

    @Override
    public int version() {
      return 0;
    }
  }

  /** Is not finished, and throws an error for that, as Kotlin does. */
  public static final class UnfinishedModel extends ModelForTests {
    public UnfinishedModel() {
      super("unfinished", new FlatModel()::bind);
    }

    @Override
    public int version() {
      throw new Error("to do");
    }
  }

  /** Throws what can't even say what it is. */
  public static final class SpeechlessModel extends ModelForTests {
    public SpeechlessModel() {
      super(
          "speechless",
          (accelerator, workload) -> evaluator(Optional.empty(), SpeechlessModel::figures));
    }

    private static void figures(CostSheet sheet) {
      throw new Speechless();
    }
  }

  private static final class Speechless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  /** Gives only the latency of a schedule; a model need not know anything else. */
  public static final class TerseModel extends ModelForTests {
    public TerseModel() {
      super("terse", (accelerator, workload) -> evaluator(Optional.empty(), TerseModel::figures));
    }

    private static void figures(CostSheet sheet) {
      sheet.clear();
      sheet.latencySeconds = 2e-3;
    }
  }

  /**
   * Model {@code flat}, but each evaluation gives a longer latency, as evaluators share state that
   * they write to.
   */
  public static final class TiringModel extends ModelForTests {
    private static final AtomicInteger EVALUATIONS = new AtomicInteger();

    public TiringModel() {
      super("tiring", (accelerator, workload) -> flat(accelerator, workload, TiringModel::change));
    }

    private static void change(CostSheet sheet) {
      sheet.latencySeconds *= 1 + 1e-6 * EVALUATIONS.incrementAndGet();
    }
  }

  /** Model {@code flat}, but loses what it computes with for a moment, or from then on. */
  public static final class FailingModel extends ModelForTests {
    private static final AtomicInteger EVALUATIONS = new AtomicInteger();
    private static int lastFailure;
    private static volatile boolean hangs;

    public FailingModel() {
      super(
          "failing", (accelerator, workload) -> flat(accelerator, workload, FailingModel::change));
    }

    private static void change(CostSheet sheet) {
      int evaluation = EVALUATIONS.incrementAndGet();
      while (hangs && evaluation > 10) {
        LockSupport.parkNanos(1_000_000);
      }
      if (evaluation >= 10 && evaluation <= lastFailure) {
        throw new IllegalStateException("no connection");
      }
    }
  }

  @BeforeEach
  void offerModels() throws Exception {
    OfferedPlugIn.in(
        folder,
        CostModel.class,
        UnboundModel.class,
        EndlessModel.class,
        UndecidedModel.class,
        UnversionedModel.class,
        UnfinishedModel.class,
        TiringModel.class,
        CurtModel.class,
        LostModel.class,
        PartialModel.class,
        FailingModel.class,
        SpeechlessModel.class,
        TerseModel.class);
  }

  @Test
  void namesTheFigureThatNoDocumentCanHold() throws Exception {
    assertFailed(
        search("endless"),
        "model 'endless' failed (trafficBytesByTensor of 'Q' is Infinity, must be");
  }

  @Test
  void namesTheModelThatGivesNoEvaluator() throws Exception {
    assertFailed(
        search("unbound"), "model 'unbound' failed (bind returned null) when it was bound to ");
  }

  @Test
  void namesTheModelWhoseExceptionCannotSayWhatItIs() throws Exception {
    assertFailed(
        search("speechless"),
        "The search ended: problem 'bert on flat-edge (speechless, published)' failed ("
            + Speechless.class.getName()
            + ") at ");
  }

  @Test
  void namesTheModelThatDoesNotSayWhyItRefuses() throws Exception {
    assertFailed(
        search("curt"),
        "model 'curt' failed (java.lang.NullPointerException: message) when it was");
  }

  @Test
  void namesTheModelThatCanRateNothing() throws Exception {
    assertRefused(
        search("lost"),
        "model 'lost' can rate none of the schedules that were evaluated (no price is known of this"
            + " nest); take another model, or evaluate more of them.");
  }

  @Test
  void goesOnWhereAModelCanRateNothingOfAStudy() throws Exception {
    CommandRun run =
        OfferedPlugIn.run(
            folder,
            List.of("search", "-a=flat-edge", "-w=bert", "-m=partial", "--space=published"),
            "--strategy=random",
            "--evaluations=20",
            "--what-if");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("\n  array of 32×32 +half +none found *\n");
    assertThat(run.err().strip())
        .as("it was searched")
        .startsWith(
            "note: what if array, half: the search found nothing; model 'partial' can rate none of")
        .hasLineCount(1);
  }

  @Test
  void namesTheModelThatCannotSayWhatItAccepts() throws Exception {
    CommandRun run = search("undecided");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("The search ended: problem 'bert on flat-edge (undecided, published)' failed (")
        .contains("refusal returned null) at i")
        .hasLineCount(1);
  }

  @Test
  void namesTheModelWhoseVersionIsNone() throws Exception {
    assertFailed(
        search("unversioned"),
        "model 'unversioned' failed (version is 0, must be at least 1) when it was");
  }

  @Test
  void namesTheModelThatSaysSomethingElseEachTime() throws Exception {
    CommandRun run = search("tiring");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .matches(
            "model 'tiring' failed \\(latency is [0-9.E-]+ and was [0-9.E-]+ in the search, must be"
                + " the same each time\\) at schedule .*")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, Integer.MAX_VALUE})
  void losesNoScheduleThatTheModelStillRates(int lastFailure) throws Exception {
    FailingModel.EVALUATIONS.set(0);
    FailingModel.lastFailure = lastFailure;
    CommandRun run = search("failing", "--format=text");

    assertFailed(
        run, "The search ended: problem 'bert on flat-edge (failing, published)' failed (");
    if (lastFailure == 10) {
      assertThat(run.out())
          .contains("Schedule: ", "  10 evaluations in ", "search failed\n")
          .as("it would fail again")
          .doesNotContain("search -a");
      assertThat(run.err()).contains("The schedule shown is the best until then; check it, as ");
    } else {
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains(": no connection) at ").doesNotContain("shown");
    }
  }

  @Test
  @Timeout(60)
  void doesNotWaitForAModelThatHangsOnceItHasFailed() throws Exception {
    FailingModel.EVALUATIONS.set(0);
    FailingModel.lastFailure = 10;
    FailingModel.hangs = true;
    try {
      CommandRun run = search("failing");

      assertFailed(
          run, "The search ended: problem 'bert on flat-edge (failing, published)' failed (");
      assertThat(run.out()).isEmpty();
    } finally {
      FailingModel.hangs = false;
    }
  }

  @Test
  void comparesNothingWithAnIdealThatTheModelDoesNotName() throws Exception {
    CommandRun run = search("terse", "--format=text");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("  latency       2 ms\n", "  to the ideal    unknown: the model gives none\n")
        .doesNotContain("Infinity", "NaN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unbound", "endless", "undecided", "unversioned", "unfinished", "tiring"})
  void finishesTheOtherRunsOfAnExperiment(String model) throws Exception {
    CommandRun run = experiment(model);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("small: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err())
        .contains("2 runs failed; ", "random on flat-edge × bert by " + model + ": ")
        .containsPattern(
            "(model '" + model + "'|flat-edge [(]" + model + ", published[)]') failed [(]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unbound", "endless", "throwing", "outdated", "lost"})
  void estimatesTheOtherRunsOfAnExperiment(String model) throws Exception {
    CommandRun run = experiment(model, "--dry-run");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("small: 4 runs\n");
  }

  private static void assertFailed(CommandRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip()).startsWith(message).hasLineCount(1);
  }

  private CommandRun search(String model) throws Exception {
    return search(model, "--format=json");
  }

  private CommandRun search(String model, String format) throws Exception {
    return OfferedPlugIn.run(
        folder,
        "search",
        "-a=flat-edge",
        "-w=bert",
        "-m=" + model,
        "--space=published",
        "--strategy=random",
        "--evaluations=20",
        format);
  }

  private CommandRun experiment(String model, String... options) throws Exception {
    return OfferedPlugIn.experiment(folder, DEFINITION.formatted(model), options);
  }
}
