package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.search.Decision;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.search.space.flat.FlatPublishedSpace;
import org.flatsearch.search.space.loopnest.DivisorsSpaceProvider;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spaces of third parties, with defects. */
class BrokenSpaceTest {
  private static final String DEFINITION =
      Experiments.SMALL.replace("[published]", "[published, broken]") + "seeds: [1, 2]\n";

  private static final List<String> SEARCH =
      List.of("search", "-a=flat-edge", "-w=bert", "-m=flat", "--space=broken");

  @TempDir private Path folder;

  /** The published space, with a defect. */
  public static final class BrokenSpace implements SpaceProvider {
    private static final SpaceProvider REFINED = new DivisorsSpaceProvider();

    private static String defect;
    private static int decodings;
    private static int lastDecoding;
    private static int encodings;

    @Override
    public String name() {
      return defect.equals("undescribed") ? "full" : "broken";
    }

    @Override
    public String description() {
      return defect.equals("undescribed") ? null : "for tests";
    }

    @Override
    public boolean isFor(String model) {
      if (defect.equals("undecided")) {
        throw new Error("to do");
      }
      return model.equals(
          switch (defect) {
            case "undescribed" -> "none";
            case "refined" -> "loopnest";
            default -> "flat";
          });
    }

    @Override
    public ScheduleSpace space(
        Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
      return switch (defect) {
        case "absent" -> null;
        case "choosy" -> throw new InvalidInputException("space 'broken' is for decoding only.");
        case "unlinked" -> throw new NoClassDefFoundError("org/acme/Tables");
        case "uninitialised" -> Tables.SPACE;
        case "refined" -> formless(REFINED.space(accelerator, workload, allowed));
        case "empty" -> new Broken(List.of(new Decision("x", Decision.Kind.ORDERED, List.of())));
        default -> new Broken(FlatPublishedSpace.of(accelerator, workload));
      };
    }
  }

  /** With another name for the forms, none of which is searched on its own then. */
  private static ScheduleSpace formless(ScheduleSpace space) {
    List<Decision> decisions = new ArrayList<>(space.decisions());
    decisions.replaceAll(
        each -> new Decision(each.name().replace("form", "shape"), each.kind(), each.labels()));
    return new Broken(space, decisions);
  }

  /** Can't be initialised: the first use and the later ones fail in different ways. */
  private static final class Tables {
    static final ScheduleSpace SPACE = load();

    private static ScheduleSpace load() {
      throw new IllegalStateException("no tables.csv");
    }
  }

  private record Broken(ScheduleSpace published, List<Decision> decisions)
      implements ScheduleSpace {
    Broken(ScheduleSpace published) {
      this(published, published.decisions());
    }

    Broken(List<Decision> decisions) {
      this(null, decisions);
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public void decode(int[] vector, LoopNest nest) {
      if (BrokenSpace.decodings++ >= BrokenSpace.lastDecoding) {
        throw new IllegalStateException("no table");
      }
      published.decode(vector, nest);
      if (BrokenSpace.defect.equals("large")) {
        nest.logit.tile[0] = 769;
      }
      if (BrokenSpace.defect.equals("illegal")) {
        nest.logit.tile[0] = 0;
      }
    }

    @Override
    public Optional<int[]> encode(LoopNest nest) {
      return switch (BrokenSpace.defect) {
        case "one-way" -> Optional.empty();
        case "short" -> Optional.of(new int[1]);
        case "negative" -> Optional.of(last(-1));
        case "beyond" -> Optional.of(last(decisions.get(decisions.size() - 1).size()));
        case "partial" -> published.encode(nest).filter(Broken::isFirst);
        case "forgetful" -> BrokenSpace.encodings++ > 0 ? null : published.encode(nest);
        case "erring" ->
            BrokenSpace.encodings++ > 0 ? Optional.of(last(-1)) : published.encode(nest);
        default -> published.encode(nest);
      };
    }

    @Override
    public void makeCanonical(int[] vector) {
      if (BrokenSpace.defect.equals("uncanonical")) {
        throw new IllegalStateException("no table");
      }
    }

    @Override
    public BigInteger size() {
      return switch (BrokenSpace.defect) {
        case "unmeasured" -> throw new IllegalStateException("too large");
        case "negative-size" -> BigInteger.valueOf(-1);
        case "size-zero" -> BigInteger.ZERO;
        default -> ScheduleSpace.super.size();
      };
    }

    private static boolean isFirst(int[] vector) {
      return Arrays.stream(vector).allMatch(value -> value == 0);
    }

    private int[] last(int value) {
      int[] vector = new int[decisions.size()];
      vector[vector.length - 1] = value;
      return vector;
    }
  }

  @BeforeEach
  void offerSpace() throws Exception {
    BrokenSpace.decodings = 0;
    BrokenSpace.encodings = 0;
    BrokenSpace.lastDecoding = Integer.MAX_VALUE;
    OfferedPlugIn.in(folder, SpaceProvider.class, BrokenSpace.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "absent | NullPointerException: it is null",
        "empty | IllegalArgumentException: decision 'x' has an empty domain",
        "illegal | the tile of loop 'instance' is 0 but must be at least 1",
        "large | instance tile 769 exceeds the 768 instances of workload 'bert'",
        "one-way | encode gives nothing for the schedule of the first vector",
        "short | encode gives [0] for the schedule of the first vector",
        "negative | -1] for the schedule of the first vector",
        "beyond | for the schedule of the first vector",
        "unmeasured | IllegalStateException: too large",
        "negative-size | its size is -1",
        "size-zero | its size is 0"
      })
  void areNamedBeforeTheSearch(String defect, String reason) throws Exception {
    BrokenSpace.defect = defect;

    CommandRun run = OfferedPlugIn.run(folder, SEARCH);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("space 'broken' (" + BrokenSpace.class.getName() + ") failed (")
        .contains(reason)
        .endsWith(
            "for accelerator 'flat-edge' and workload 'bert'; correct its jar or take another"
                + " space.")
        .hasLineCount(1);
  }

  /** The first vector is decoded twice before the search. */
  @Test
  void areNamedWhereTheyCannotDecodeAgain() throws Exception {
    BrokenSpace.defect = "none";
    BrokenSpace.lastDecoding = 1;

    CommandRun run = OfferedPlugIn.run(folder, SEARCH);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("The search ended: problem 'bert on flat-edge (flat, broken)' failed (")
        .contains("IllegalStateException: no table) at decisions [0, 0, ")
        .hasLineCount(1);
  }

  /** Two are decoded before the search, 20 in it, and the best one after it. */
  @Test
  void areNamedWhereTheyCannotDecodeTheBestSchedules() throws Exception {
    BrokenSpace.defect = "none";
    BrokenSpace.lastDecoding = 23;

    String search = "search -a=flat-edge -w=bert -m=flat --space=broken --verify=2";
    CommandRun run =
        OfferedPlugIn.run(
            folder, List.of(search.split(" ")), "--strategy=random", "--evaluations=20");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Schedule: ");
    assertThat(run.err().strip())
        .startsWith(
            "The search ended: problem 'bert on flat-edge (flat, broken)' can't decode a point of"
                + " the search again (java.lang.IllegalStateException: no table) at decisions [")
        .hasLineCount(1);
  }

  /** Two are decoded before the search, 20 in it and the best one after it, then its changes. */
  @ParameterizedTest
  @CsvSource({"23, evaluate a change", "24, decode a change"})
  void areNamedWhereTheyCannotDecodeAChangeOfTheBest(int lastDecoding, String task)
      throws Exception {
    BrokenSpace.defect = "refined";
    BrokenSpace.lastDecoding = lastDecoding;

    String search = "search -a=flat-edge -w=bert --space=broken --refine=5";
    CommandRun run =
        OfferedPlugIn.run(
            folder, List.of(search.split(" ")), "--strategy=random", "--evaluations=20");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Schedule: ");
    assertThat(run.err().strip())
        .startsWith("The search ended: problem 'bert on flat-edge (loopnest, broken)' can't ")
        .contains(task + " (java.lang.IllegalStateException: no table) at decisions [")
        .hasLineCount(1);
  }

  @Test
  void areNamedRatherThanTheStrategyThatAsksForACanonicalPoint() throws Exception {
    BrokenSpace.defect = "uncanonical";

    CommandRun run = OfferedPlugIn.run(folder, SEARCH, "--strategy=tabu");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith(
            "The search ended: problem 'bert on flat-edge (flat, broken)' can't make a point"
                + " canonical (java.lang.IllegalStateException: no table) at ")
        .hasLineCount(1);
  }

  /** The first schedule is encoded before the search, the best ones for their replays. */
  @ParameterizedTest
  @CsvSource({"forgetful, is null", "erring, 'its point has value -1 for decision '"})
  void areNamedWhereTheyCannotEncodeAgain(String defect, String reason) throws Exception {
    BrokenSpace.defect = defect;

    CommandRun run = OfferedPlugIn.run(folder, SEARCH, "--verify=2");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Schedule: ");
    assertThat(run.err().strip())
        .startsWith("The search ended: problem 'bert on flat-edge (flat, broken)' can't encode ")
        .contains(reason)
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "one-way"})
  void doNotKeepTheOtherRunsOfAnExperimentFromRunning(String defect) throws Exception {
    BrokenSpace.defect = defect;
    CommandRun estimate = OfferedPlugIn.experiment(folder, DEFINITION, "--dry-run");
    CommandRun run = OfferedPlugIn.experiment(folder, DEFINITION, "--quiet");

    assertThat(estimate.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("small: 2 of 4 runs are finished, 2 of them now");
    assertThat(run.err()).contains("2 runs failed; ", "space 'broken' (");
  }

  /** Also in a dry run, whose trials end like runs. */
  @Test
  void areNamedWhereTheyCannotEncodeTheResultOfARun() throws Exception {
    BrokenSpace.defect = "partial";
    CommandRun estimate = OfferedPlugIn.experiment(folder, DEFINITION, "--dry-run");
    CommandRun run = OfferedPlugIn.experiment(folder, DEFINITION, "--quiet");

    assertThat(estimate.err()).isEmpty();
    assertThat(run.err())
        .contains(
            "2 runs failed; ",
            "problem 'bert on flat-edge (flat, broken)' can't encode its best schedule (encode"
                + " gives nothing)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "choosy | 2 | space 'broken' is for decoding only.",
        "unlinked | 1 | java.lang.NoClassDefFoundError: org/acme/Tables. A jar is missing on the"
      })
  void mayRefuseOrLackAClass(String defect, int exitCode, String message) throws Exception {
    BrokenSpace.defect = defect;

    CommandRun run = OfferedPlugIn.run(folder, SEARCH);

    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err().strip()).contains(message).doesNotContain("failed (").hasLineCount(1);
  }

  @Test
  void sayWhyAClassCannotBeInitialised() throws Exception {
    BrokenSpace.defect = "uninitialised";
    for (int time = 0; time < 2; time++) {
      CommandRun run = OfferedPlugIn.run(folder, SEARCH);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().strip())
          .contains("java.lang.IllegalStateException: no tables.csv", "Correct its jar or leave")
          .hasLineCount(1);
    }
    CommandRun experiment = OfferedPlugIn.experiment(folder, DEFINITION, "--quiet");

    assertThat(experiment.err()).contains("2 runs failed; ", "no tables.csv");
  }

  @Test
  void areNamedWhereTheyCannotSayWhichModelsTheyAreFor() throws Exception {
    BrokenSpace.defect = "undecided";

    for (String command : List.of("search -a=flat-edge -w=bert", "list spaces")) {
      CommandRun run = OfferedPlugIn.run(folder, command.split(" "));

      assertRefused(
          run,
          "space " + BrokenSpace.class.getName(),
          "can't say which models it is for (java.lang.Error: to do)");
    }
  }

  /** A description is only for lists. */
  @Test
  void neverKeepOthersOfTheSameNameFromBeingSearched() throws Exception {
    BrokenSpace.defect = "undescribed";

    CommandRun run =
        OfferedPlugIn.run(
            folder, "search", "-a=flat-edge", "-w=bert", "--strategy=random", "--refine=0");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void areSearchedWhereTheyHaveNone() throws Exception {
    BrokenSpace.defect = "none";

    CommandRun run = OfferedPlugIn.run(folder, SEARCH);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }
}
