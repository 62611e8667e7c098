package org.flatsearch.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.json.InvalidInputException;

/**
 * A problem whose decisions may take only some of their values.
 *
 * <p>The remaining values are renumbered from 0; {@link #toOriginal} and {@link #toRestricted}
 * translate. A point of the original problem belongs to this one if <em>any</em> of the vectors
 * that stand for it has only values that are left; a decision that a point does not use excludes
 * nothing.
 *
 * <h2>Which vectors are canonical</h2>
 *
 * Restrictions may leave out the canonical vector of a point but keep others of the same point. So
 * each point must be left with a representative: a vector whose original canonical vector ({@link
 * SearchProblem#makeCanonical}) is left stands for its point only if it is that one; a vector whose
 * canonical vector was left out counts as canonical itself, along with its equals, so that such a
 * point may be enumerated more than once. If the original problem cannot make vectors canonical,
 * every vector counts as canonical.
 *
 * <h2>What a proof speaks of</h2>
 *
 * The points of this problem are some of those of the original, no others. A problem that leaves
 * out points which can't be optimal has to know the restrictions before it does so, since the best
 * of what they leave may be among those: spaces of schedules keep few tile sizes, and take {@link
 * org.flatsearch.search.space.AllowedTiles} for this. Over one made without them an optimum is
 * proven among its own tile sizes only.
 *
 * <p>Optional capabilities of the original problem are not passed on, since they speak of the
 * original values: whoever can use them asks {@link #original()} and {@link #values()}.
 */
public final class RestrictedProblem implements SearchProblem {
  private final SearchProblem original;
  private final List<Restriction> restrictions;
  private final int[][] values;
  private final int[][] newValues;
  private final List<Decision> decisions;

  private RestrictedProblem(
      SearchProblem original, List<Restriction> restrictions, int[][] values) {
    this.original = original;
    this.restrictions = List.copyOf(restrictions);
    this.values = values;
    newValues = new int[values.length][];
    for (int k = 0; k < values.length; k++) {
      newValues[k] = new int[original.decisions().get(k).size()];
      Arrays.fill(newValues[k], -1);
      for (int value = 0; value < values[k].length; value++) {
        newValues[k][values[k][value]] = value;
      }
    }
    decisions =
        IntStream.range(0, values.length)
            .mapToObj(k -> restricted(original.decisions().get(k), values[k]))
            .toList();
  }

  private static Decision restricted(Decision decision, int[] values) {
    return new Decision(
        decision.name(), decision.kind(), Arrays.stream(values).mapToObj(decision::label).toList());
  }

  /**
   * The problem under these restrictions, all of them at once.
   *
   * @throws InvalidInputException if one names what the problem does not have, or together they
   *     leave no value of some decision
   */
  public static RestrictedProblem of(SearchProblem original, List<Restriction> restrictions) {
    if (original instanceof RestrictedProblem restricted) {
      // What can be asked of the original must not be lost behind restrictions of restrictions.
      List<Restriction> all = new ArrayList<>(restricted.restrictions);
      all.addAll(restrictions);
      return of(restricted.original, all);
    }
    int[][] values =
        original.decisions().stream()
            .map(decision -> IntStream.range(0, decision.size()).toArray())
            .toArray(int[][]::new);
    for (Restriction restriction : restrictions) {
      int index = restriction.decisionIn(original);
      int[] left = restriction.valuesIn(original);
      values[index] =
          Arrays.stream(values[index])
              .filter(value -> Arrays.binarySearch(left, value) >= 0)
              .toArray();
      if (values[index].length == 0) {
        throw new InvalidInputException(
            "restrictions "
                + restrictions.stream()
                    .filter(other -> other.decision().equals(restriction.decision()))
                    .map(other -> "\"" + other + "\"")
                    .collect(Collectors.joining(", "))
                + " together leave no value of decision '"
                + restriction.decision()
                + "'.");
      }
    }
    return new RestrictedProblem(original, restrictions, values);
  }

  /** The problem without restrictions. */
  public SearchProblem original() {
    return original;
  }

  /** The restrictions. */
  public List<Restriction> restrictions() {
    return restrictions;
  }

  /** The original values that are left, ascending, for each decision. */
  public int[][] values() {
    return Arrays.stream(values).map(int[]::clone).toArray(int[][]::new);
  }

  /** The vector of the original problem that {@code decisions} stands for. */
  public int[] toOriginal(int[] decisions) {
    int[] vector = new int[decisions.length];
    toOriginal(decisions, vector);
    return vector;
  }

  private void toOriginal(int[] decisions, int[] into) {
    for (int k = 0; k < into.length; k++) {
      into[k] = values[k][decisions[k]];
    }
  }

  /** The vector of this problem for one of the original, or empty if a value was left out. */
  public Optional<int[]> toRestricted(int[] vector) {
    int[] decisions = new int[vector.length];
    for (int k = 0; k < vector.length; k++) {
      decisions[k] = newValues[k][vector[k]];
      if (decisions[k] < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(decisions);
  }

  /**
   * A vector of this problem that stands for the same point as one of the original, or empty if
   * there is none. Where a value was left out, that is one whose decision the point does not use,
   * another value that makes no difference takes its place.
   */
  public Optional<int[]> representative(int[] vector) {
    int[] canonical = vector.clone();
    original.makeCanonical(canonical);
    return Stream.of(vector, canonical)
        .flatMap(alike -> withValuesThatAreLeft(alike, canonical).stream())
        .findFirst();
  }

  private Optional<int[]> withValuesThatAreLeft(int[] vector, int[] canonical) {
    int[] changed = vector.clone();
    for (int k = 0; k < changed.length; k++) {
      if (newValues[k][changed[k]] < 0) {
        replace(changed, k, canonical);
      }
    }
    return toRestricted(changed);
  }

  /** Takes another value of a decision if one is left that makes no difference. */
  private void replace(int[] vector, int decision, int[] canonical) {
    int leftOut = vector[decision];
    for (int value : values[decision]) {
      vector[decision] = value;
      int[] other = vector.clone();
      original.makeCanonical(other);
      if (Arrays.equals(other, canonical)) {
        return;
      }
    }
    vector[decision] = leftOut;
  }

  @Override
  public String name() {
    return restrictions.isEmpty()
        ? original.name()
        : original.name()
            + " with "
            + restrictions.stream().map(Restriction::text).collect(Collectors.joining(", "));
  }

  @Override
  public List<Decision> decisions() {
    return decisions;
  }

  @Override
  public List<String> metrics() {
    return original.metrics();
  }

  @Override
  public Evaluator evaluator() {
    Evaluator evaluator = original.evaluator();
    int[] vector = new int[values.length];
    return (point, metrics) -> {
      toOriginal(point, vector);
      return evaluator.evaluate(vector, metrics);
    };
  }

  @Override
  public void makeCanonical(int[] point) {
    int[] canonical = toOriginal(point);
    original.makeCanonical(canonical);
    toRestricted(canonical)
        .ifPresent(representative -> System.arraycopy(representative, 0, point, 0, point.length));
  }

  @Override
  public String describe(int[] point) {
    return original.describe(toOriginal(point));
  }
}
