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
 * <p>The remaining values are renumbered from 0; {@link #toOriginal} and {@link #representative}
 * translate. A point of the original problem belongs to this one if <em>any</em> of the vectors
 * that stand for it has only values that are left; a decision that a point does not use excludes
 * nothing.
 *
 * <h2>Which vectors are canonical</h2>
 *
 * Restrictions may leave out the canonical vector of a point ({@link SearchProblem#makeCanonical})
 * but keep other vectors of the same point. If the canonical vector is kept, it is canonical here
 * too. If it is left out, the canonical vector here is the one in which the first value that is
 * left and makes no difference takes the place of each that was left out. If there is none, since
 * two values make a difference but not both together, all vectors of the point that are kept count
 * as canonical, so that the point is represented, though it may be enumerated more than once. If
 * the original problem cannot make vectors canonical, every vector counts as canonical.
 *
 * <h2>What a proof covers</h2>
 *
 * The points of this problem are points of the original one. If the original leaves out points that
 * cannot be optimal, it must know the restrictions when it does so, because the best point that
 * they allow may be among those. Spaces of schedules keep only few tile sizes, and take {@link
 * org.flatsearch.search.space.AllowedTiles} for this. In a space made without them, an optimum is
 * proven only among the tile sizes of that space.
 *
 * <p>Optional capabilities of the original problem are not passed on, since they refer to the
 * original values: whoever can use them takes them from {@link #original()}, with {@link
 * #values()}.
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
            .mapToObj(k -> original.decisions().get(k).only(values[k]))
            .toList();
  }

  /**
   * The problem under these restrictions, all of them at once.
   *
   * @throws InvalidInputException if one names what the problem does not have, or together they
   *     leave no value of some decision
   */
  public static RestrictedProblem of(SearchProblem original, List<Restriction> restrictions) {
    if (original instanceof RestrictedProblem restricted) {
      // Joined, so that the capabilities of the original problem can still be asked for.
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
            "restrictions %s together leave no value of decision '%s'."
                .formatted(
                    restrictions.stream()
                        .filter(other -> other.decision().equals(restriction.decision()))
                        .map(other -> "\"" + other + "\"")
                        .collect(Collectors.joining(", ")),
                    restriction.decision()));
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

  /** The original values that are left of each decision, ascending. */
  public int[][] values() {
    return Arrays.stream(values).map(int[]::clone).toArray(int[][]::new);
  }

  /**
   * The vector of the original problem that {@code decisions} stands for.
   *
   * @throws IllegalArgumentException if it is no point of this problem
   */
  public int[] toOriginal(int[] decisions) {
    SearchProblem.requirePoint(this, "the point", decisions);
    int[] vector = new int[decisions.length];
    toOriginal(decisions, vector);
    return vector;
  }

  private void toOriginal(int[] decisions, int[] into) {
    for (int k = 0; k < into.length; k++) {
      into[k] = values[k][decisions[k]];
    }
  }

  /**
   * A vector of this problem that stands for the same point as a vector of the original, or empty
   * if there is none. Where the value of a decision that the point does not use was left out,
   * another value takes its place.
   *
   * @throws IllegalArgumentException if it is no point of the original problem
   */
  public Optional<int[]> representative(int[] vector) {
    SearchProblem.requirePoint(original, "the point", vector);
    int[] canonical = vector.clone();
    original.makeCanonical(canonical);
    return Stream.of(vector, canonical)
        .flatMap(alike -> withValuesThatAreLeft(alike, canonical).stream())
        .findFirst();
  }

  private Optional<int[]> withValuesThatAreLeft(int[] vector, int[] canonical) {
    int[] changed = vector.clone();
    int[] decisions = new int[vector.length];
    for (int k = 0; k < changed.length; k++) {
      if (newValues[k][changed[k]] < 0) {
        replace(changed, k, canonical);
      }
      decisions[k] = newValues[k][changed[k]];
      if (decisions[k] < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(decisions);
  }

  /**
   * Replaces the value of a decision by one that is left and makes no difference, if there is one.
   */
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
    int[] canonical = new int[point.length];
    toOriginal(point, canonical);
    original.makeCanonical(canonical);
    withValuesThatAreLeft(canonical, canonical)
        .ifPresent(representative -> System.arraycopy(representative, 0, point, 0, point.length));
  }

  @Override
  public String describe(int[] point) {
    return original.describe(toOriginal(point));
  }
}
