package org.flatsearch.cost.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each figure has to be in every one of the lists that copy, clear, compare and lower all of them:
 * proofs are wrong if one is missing. So they are looked up by reflection, and a new figure is
 * tested without a change here.
 */
class StageCostsTest {
  private static final int CASES = 2_000;
  private static final long SEED = 20_261_130;

  /** Follow from the shared tiles, which are those of both, or no chain contains them. */
  private static final Set<String> NOT_COMPARED =
      Set.of(
          "arrayCycles",
          "sharedTiles",
          "firstSharedLogits",
          "lastSharedLogits",
          "largestPhaseShare");

  /** Figures of transfers by which chains fall. */
  private static final Set<String> HIDES_MORE = Set.of("ownShare", "ownPhases");

  /** A figure: a field of costs, or of transfers in them. */
  private record Figure(Field holder, Field field) {
    String name() {
      return holder == null ? field.getName() : holder.getName() + "." + field.getName();
    }

    private Object owner(StageCosts costs) throws IllegalAccessException {
      return holder == null ? costs : holder.get(costs);
    }

    double get(StageCosts costs) throws IllegalAccessException {
      return field.getDouble(owner(costs));
    }

    void set(StageCosts costs, int value) throws IllegalAccessException {
      if (field.getType() == long.class) {
        field.setLong(owner(costs), value);
      } else {
        field.setDouble(owner(costs), value);
      }
    }
  }

  private final List<Figure> figures = figures();
  private final SplittableRandom random = new SplittableRandom(SEED);

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Class<?> type : List.of(StageTimes.class, StageCosts.class)) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getType() == TransferTimes.class) {
          numbers(TransferTimes.class)
              .filter(number -> !HIDES_MORE.contains(number.getName()))
              .forEach(number -> figures.add(new Figure(field, number)));
        }
      }
      numbers(type).forEach(number -> figures.add(new Figure(null, number)));
    }
    return figures;
  }

  private static Stream<Field> numbers(Class<?> type) {
    return Stream.of(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> field.getType() == double.class || field.getType() == long.class);
  }

  private StageCosts draw() throws IllegalAccessException {
    StageCosts costs = new StageCosts();
    for (Figure figure : figures) {
      figure.set(costs, 1 + random.nextInt(4));
    }
    return costs;
  }

  private static StageCosts copy(StageCosts costs) {
    StageCosts copy = new StageCosts();
    copy.set(costs);
    return copy;
  }

  @Test
  void figuresAreFound() {
    assertThat(figures)
        .extracting(Figure::name)
        .contains("phaseCycles", "outputFootprintBytes", "weightLoads.each")
        .containsAll(NOT_COMPARED);
  }

  @Test
  void allAreCopiedAndCleared() throws IllegalAccessException {
    StageCosts costs = draw();
    StageCosts copy = copy(costs);
    for (Figure figure : figures) {
      assertThat(figure.get(copy)).as(figure.name()).isEqualTo(figure.get(costs));
    }
    costs.clear();
    for (Figure figure : figures) {
      assertThat(figure.get(costs)).as(figure.name()).isZero();
    }
  }

  @Test
  void oneThatIsLargerIsNoticed() throws IllegalAccessException {
    StageCosts costs = draw();
    for (Figure figure : figures) {
      StageCosts larger = copy(costs);
      figure.set(larger, 5);
      assertThat(larger.isNoWorseThan(costs))
          .as(figure.name())
          .isEqualTo(NOT_COMPARED.contains(figure.name()));
      assertThat(costs.isNoWorseThan(larger)).as(figure.name()).isTrue();
    }
  }

  /** A core that has more at hand waits less; a run of more phases leaves fewer of the other. */
  @Test
  void lessWorkAtHandIsNoticed() throws IllegalAccessException {
    for (Field field : numbers(WorkAtHand.class).toList()) {
      field.setAccessible(true);
      StageCosts costs = draw();
      StageCosts worse = copy(costs);
      field.setDouble(costs.atHand, 2);
      field.setDouble(worse.atHand, field.getName().equals("runPhases") ? 3 : 1);
      assertThat(worse.isNoWorseThan(costs)).as(field.getName()).isFalse();
      assertThat(costs.isNoWorseThan(worse)).as(field.getName()).isTrue();
      worse.lowerTo(costs);
      assertThat(worse.isNoWorseThan(costs)).as(field.getName()).isTrue();
      assertThat(copy(worse).isNoWorseThan(costs)).as(field.getName()).isTrue();
    }
    for (String name : HIDES_MORE) {
      Field field =
          numbers(TransferTimes.class).filter(f -> f.getName().equals(name)).findAny().get();
      StageCosts costs = draw();
      field.setDouble(costs.weightLoads, 2);
      StageCosts worse = copy(costs);
      field.setDouble(worse.weightLoads, 1);
      assertThat(worse.isNoWorseThan(costs)).as(name).isFalse();
      assertThat(costs.isNoWorseThan(worse)).as(name).isTrue();
      worse.lowerTo(costs);
      assertThat(worse.isNoWorseThan(costs)).as(name).isTrue();
    }
  }

  @Test
  void theLowerOfTwoBoundsBoth() throws IllegalAccessException {
    for (int k = 0; k < CASES; k++) {
      StageCosts one = draw();
      StageCosts other = draw();
      StageCosts lower = copy(one);
      lower.lowerTo(other);
      assertThat(lower.isNoWorseThan(one)).as("case %d of seed %d", k, SEED).isTrue();
      assertThat(lower.isNoWorseThan(other)).as("case %d of seed %d", k, SEED).isTrue();
      for (String name : NOT_COMPARED) {
        Figure figure = figures.stream().filter(f -> f.name().equals(name)).findAny().orElseThrow();
        double least = Math.min(figure.get(one), figure.get(other));
        double largest = Math.max(figure.get(one), figure.get(other));
        // Bounds rise when the share falls.
        assertThat(figure.get(lower))
            .as("%s, case %s of seed %s", name, k, SEED)
            .isEqualTo(name.endsWith("Share") ? largest : least);
      }
    }
  }

  @Test
  void keysOfOneThatIsNoWorseAreNoLarger() throws IllegalAccessException {
    double[] keys = new double[StageCosts.KEYS];
    double[] keysOfOther = new double[StageCosts.KEYS];
    for (int k = 0; k < CASES; k++) {
      StageCosts other = draw();
      StageCosts lower = copy(other);
      lower.lowerTo(draw());
      lower.keys(true, keys);
      other.keys(true, keysOfOther);
      for (int key = 0; key < keys.length; key++) {
        assertThat(keys[key])
            .as("key %s, case %s of seed %s", key, k, SEED)
            .isLessThanOrEqualTo(keysOfOther[key]);
      }
    }
  }
}
