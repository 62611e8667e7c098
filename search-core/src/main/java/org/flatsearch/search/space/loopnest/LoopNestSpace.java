package org.flatsearch.search.space.loopnest;

import static org.flatsearch.schedule.Dimension.INSTANCE;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.QUERY_DIM;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.Dimension.VALUE_DIM;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.cost.product.ProductModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decision.Kind;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Dealing;

/**
 * Every schedule of the representation that can matter to model {@code loopnest}: the form (what is
 * shared, where the logits go), tile sizes, loop orders, array mappings, residencies and slots.
 *
 * <p>{@code full} has every tile size that no other beats ({@link TileCandidates} has the
 * argument), {@code divisors} only those that divide their dimension. The residencies are those
 * inside a loop that indexes the tensor, and the array. Others would add nothing: held inside any
 * other loop, a tile has the same extents and moves at the same steps as inside the next enclosing
 * loop that indexes the tensor. Logits through DRAM are not held outside shared rows ({@link
 * Residencies#outermost}). With a mask, a tile that another beats by itself may still be better
 * together with tiles of the other dimension; the space leaves it out all the same, and rows and
 * keys are cut into at most {@value #MOST_UNLIKE_TILES} tiles, as are rows in a queue.
 *
 * <p>Decisions that do not apply to a form (such as Attend's own row tile where rows are shared)
 * are ignored. {@link #makeCanonical} picks the vector in which they have value 0, and in which a
 * loop of a single iteration, the slots of a tensor at the array and the transposition of a square
 * array are encoded once.
 */
final class LoopNestSpace implements ScheduleSpace {
  /** The largest extent whose tile sizes are examined one by one, which takes half a second. */
  private static final int MOST_TILES = 1 << 22;

  /**
   * The most tiles into which rows or keys are cut where a mask makes them unlike, and rows where
   * they wait in a queue: an evaluation looks at each.
   */
  private static final int MOST_UNLIKE_TILES = 2048;

  /** The end of the names of decisions on tiles; those of Attend begin with {@link #ATTEND}. */
  private static final String TILE = ".tile";

  private static final String ATTEND = "attend.";

  private final String name;
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final AllowedTiles allowed;

  /** Whether transposing the array changes nothing. */
  final boolean hasSquareArray;

  private final int[] extents;
  private final List<List<TileFigures>> tiles;
  private final int[][] sizes;
  final KeyCuts cuts;

  /** Whether some queries see only some keys. */
  final boolean isMasked;

  /** Whether tiles differ by more than their size, by what they see or by which core has them. */
  final boolean areUnlike;

  private final List<Decision> decisions;
  private final NestDecoder decoder;

  private LoopNestSpace(
      String name,
      Accelerator accelerator,
      AttentionWorkload workload,
      boolean divisorsOnly,
      AllowedTiles allowed) {
    this.name = name;
    this.accelerator = accelerator;
    this.workload = workload;
    this.allowed = allowed;
    hasSquareArray = accelerator.rows() == accelerator.columns();
    extents = Extents.of(workload);
    tiles = candidates(divisorsOnly);
    sizes = new int[extents.length][];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = tiles.get(d).stream().mapToInt(tile -> tile.tile).toArray();
    }
    isMasked = !workload.mask().isNone();
    areUnlike = isMasked || accelerator.dealing() == Dealing.QUEUE && accelerator.cores() > 1;
    cuts = KeyCuts.of(accelerator, workload, allowed);
    decisions = List.copyOf(newDecisions());
    decoder = new NestDecoder(sizes, extents, cuts);
  }

  /** The space with every tile size that no other beats. */
  public static LoopNestSpace full(Accelerator accelerator, AttentionWorkload workload) {
    return full(accelerator, workload, AllowedTiles.ALL);
  }

  /** The full space, plus those allowed tiles that no other allowed tile beats. */
  static LoopNestSpace full(
      Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    return new LoopNestSpace("full", accelerator, workload, false, allowed);
  }

  /**
   * The space with the tile sizes that divide their dimension, as mappers without ragged tiles
   * have.
   */
  public static LoopNestSpace divisors(Accelerator accelerator, AttentionWorkload workload) {
    return new LoopNestSpace("divisors", accelerator, workload, true, AllowedTiles.ALL);
  }

  private List<List<TileFigures>> candidates(boolean divisorsOnly) {
    List<List<TileFigures>> all = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      int extent = extents[dimension.ordinal()];
      requireFew(extent, dimension);
      IntFunction<TileFigures> figures = tile -> figures(dimension, tile);
      boolean dealtInstances = dimension == INSTANCE && accelerator.cores() > 1;
      List<TileFigures> ofDimension =
          divisorsOnly
              ? TileCandidates.divisors(extent, figures)
              : dealtInstances
                  ? TileCandidates.all(extent, figures)
                  : TileCandidates.undominated(extent, figures, rules(dimension));
      boolean areUnlike =
          dimension == ROW && accelerator.dealing() == Dealing.QUEUE
              || !workload.mask().isNone() && (dimension == ROW || dimension == KEY);
      all.add(
          areUnlike
              ? ofDimension.stream().filter(tile -> tile.trips <= MOST_UNLIKE_TILES).toList()
              : ofDimension);
    }
    return all;
  }

  private void requireFew(int extent, Dimension dimension) {
    if (extent > MOST_TILES) {
      throw new InvalidInputException(
          "workload '%s' has %s tile sizes of '%s', and a search lists at most %s. Use %s."
              .formatted(
                  workload.name(), extent, dimension.jsonName(), MOST_TILES, less(dimension)));
    }
  }

  private static String less(Dimension dimension) {
    return switch (dimension) {
      case INSTANCE -> "fewer batches or heads";
      case ROW -> "fewer queries";
      case KEY -> "fewer keys";
      case QUERY_DIM, VALUE_DIM -> "a smaller " + dimension.jsonName();
    };
  }

  private List<IntPredicate> rules(Dimension dimension) {
    String own = dimension.jsonName() + TILE;
    return Stream.of(own, ATTEND + own).flatMap(name -> allowed.of(name).stream()).toList();
  }

  private List<Decision> newDecisions() {
    List<Decision> all = new ArrayList<>();
    all.add(categorical("form", Arrays.stream(Form.VALUES).map(form -> form.label).toList()));
    all.add(tile("instance.tile", INSTANCE));
    all.add(tile("row.tile", ROW));
    all.add(tile("key.tile", KEY));
    all.add(slots(Tensor.LOGITS));
    all.add(tile("queryDim.tile", QUERY_DIM));
    addMapping(all, Stage.LOGIT);
    addResidency(all, Tensor.Q);
    addResidency(all, Tensor.K);
    addResidency(all, Tensor.LOGITS_OUT);
    all.add(tile("attend.row.tile", ROW));
    all.add(tile("attend.key.tile", KEY));
    all.add(tile("valueDim.tile", VALUE_DIM));
    addMapping(all, Stage.ATTEND);
    addResidency(all, Tensor.LOGITS_IN);
    addResidency(all, Tensor.V);
    addResidency(all, Tensor.O);
    boolean hasRegisters = accelerator.memories().registerBytes() > 0;
    all.add(categorical("registers", hasRegisters ? Places.LABELS : List.of(Places.LABELS.get(0))));
    all.add(Decision.ofNumbers(KeyCuts.STEP, cuts.steps));
    List<String> loads = cuts.steps.length > 1 ? List.of("key", "keyStep") : List.of("key");
    all.add(categorical("keyStep.loads", loads));
    all.add(Decision.ofNumbers(KeyCuts.PART, cuts.parts));
    return all;
  }

  private static Decision categorical(String name, List<String> labels) {
    return new Decision(name, Kind.CATEGORICAL, labels);
  }

  private Decision tile(String decision, Dimension dimension) {
    return Decision.ofNumbers(decision, sizes[dimension.ordinal()]);
  }

  private static Decision slots(Tensor tensor) {
    return new Decision(tensor.jsonName() + ".slots", Kind.ORDERED, List.of("1", "2", "3"));
  }

  private static void addMapping(List<Decision> all, Stage stage) {
    List<String> orders = new ArrayList<>();
    for (int order = 0; order < LoopOrder.COUNT; order++) {
      orders.add(LoopOrder.label(order, stage));
    }
    all.add(categorical(stage.jsonName() + ".order", orders));
    all.add(
        categorical(
            stage.jsonName() + ".stationarity",
            Arrays.stream(Stationarity.values()).map(Stationarity::jsonName).toList()));
    all.add(categorical(stage.jsonName() + ".transposed", List.of("false", "true")));
  }

  private void addResidency(List<Decision> all, Tensor tensor) {
    List<String> labels = new ArrayList<>();
    for (int dimension : Residencies.loops(tensor)) {
      labels.add(Dimension.values()[dimension].jsonName());
    }
    labels.add("array");
    if (tensor == Tensor.V && workload.valuesInKeys()) {
      labels.add(Tensor.K.jsonName());
    }
    all.add(categorical(tensor.jsonName() + ".inside", labels));
    all.add(slots(tensor));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Decision> decisions() {
    return decisions;
  }

  /** The tile sizes of {@code dimension}, ascending, in the order of their value indexes. */
  List<TileFigures> tiles(Dimension dimension) {
    return tiles.get(dimension.ordinal());
  }

  /** The value of the largest tile of {@code dimension} up to a size; -1 if all are larger. */
  int largestUpTo(int size, Dimension dimension) {
    int at = Arrays.binarySearch(sizes[dimension.ordinal()], size);
    return at < 0 ? -at - 2 : at;
  }

  /** Those that these values stand for. */
  List<TileFigures> tiles(Dimension dimension, int[] values) {
    List<TileFigures> all = tiles(dimension);
    return TileCandidates.view(values.length, k -> all.get(values[k]));
  }

  /** Whether a value of a decision on a tile of {@code dimension} means all of it at once. */
  boolean isWhole(Dimension dimension, int value) {
    return sizes[dimension.ordinal()][value] == extents[dimension.ordinal()];
  }

  /** Which tile sizes the user allows for the decision at {@code index}; empty if all. */
  Optional<IntPredicate> allowed(int index) {
    return allowed.of(decisions.get(index).name());
  }

  /** The figures of any tile size of {@code dimension}. */
  TileFigures figures(Dimension dimension, int tile) {
    return TileFigures.of(accelerator, dimension, extents[dimension.ordinal()], tile);
  }

  /** The tile size that a value of a decision on {@code dimension} stands for. */
  int tile(Dimension dimension, int value) {
    return sizes[dimension.ordinal()][value];
  }

  @Override
  public void decode(int[] vector, LoopNest nest) {
    decoder.decode(vector, nest);
  }

  /** Whether V can be in the tile of K. */
  boolean mayHaveValuesInKeys() {
    return workload.valuesInKeys();
  }

  @Override
  public void makeCanonical(int[] vector) {
    Canonical.make(vector, this);
  }

  @Override
  public Optional<int[]> encode(LoopNest nest) {
    return new NestEncoder(this).encode(nest);
  }

  @Override
  public Optional<Decomposition> decomposition(CostModel model) {
    if (!(model instanceof LoopNestModel || model == ProductModel.LOOPNEST)) {
      return Optional.empty();
    }
    return Optional.of(
        values ->
            new LoopNestProver(
                this,
                (LoopNestEvaluator) model.bind(accelerator, workload),
                values,
                LoopNestProver.Effort.DEFAULT));
  }

  /** The number of vectors, counting for each form only the decisions that apply to it. */
  @Override
  public BigInteger size() {
    BigInteger size = BigInteger.ZERO;
    for (Form form : Form.VALUES) {
      size = size.add(Canonical.size(form, this));
    }
    return size;
  }
}
