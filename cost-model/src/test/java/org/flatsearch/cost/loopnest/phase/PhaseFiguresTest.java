package org.flatsearch.cost.loopnest.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two choices of a stage are compared by each figure: one that is left out makes proofs wrong. */
class PhaseFiguresTest {
  private static PhaseFigures figures() {
    PhaseFigures figures = new PhaseFigures();
    figures.counted = true;
    figures.shared.ragged = PhaseFigures.KINDS - 1;
    return figures;
  }

  private static void requireNoticed(Consumer<PhaseFigures> worsen, String what) {
    PhaseFigures worse = figures();
    worsen.accept(worse);
    assertThat(worse.takeNoLongerThan(figures())).as(what).isFalse();
    assertThat(figures().takeNoLongerThan(worse)).as(what).isTrue();
  }

  @Test
  void oneThatIsWorseIsNoticed() {
    for (int k = 0; k < figures().cycles.length; k++) {
      int figure = k;
      requireNoticed(worse -> worse.cycles[figure] = 1, "figure " + k);
    }
    requireNoticed(worse -> worse.outputLoops = 1, "loops of the output");
    requireNoticed(worse -> worse.slotsOfInput--, "slots of the input");
    requireNoticed(worse -> worse.slotsOfWeight--, "slots of the weight");
    requireNoticed(worse -> worse.slotsOfOutput--, "slots of the output");
    requireNoticed(worse -> worse.oneSlotStatistics = true, "statistics");
  }

  @Test
  void thoseOfOtherLoadsAreNotCompared() throws IllegalAccessException {
    requireNotCompared(figures -> figures.inputLoops = 1, "loops of the input");
    requireNotCompared(figures -> figures.weightLoops = 1, "loops of the weight");
    for (Field field : fields(StagePrefetch.class)) {
      if (field.getType() == TensorPrefetch.class) {
        for (Field ofTensor : fields(TensorPrefetch.class)) {
          PhaseFigures other = figures();
          change(ofTensor, field.get(other.prefetch));
          requireNotCompared(other, field.getName() + "." + ofTensor.getName());
        }
      } else {
        PhaseFigures other = figures();
        change(field, other.prefetch);
        requireNotCompared(other, field.getName());
      }
    }
  }

  private static List<Field> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .toList();
  }

  private static void change(Field field, Object owner) throws IllegalAccessException {
    if (field.getType() == boolean.class) {
      field.setBoolean(owner, !field.getBoolean(owner));
    } else if (field.getType() == int.class) {
      field.setInt(owner, 1);
    } else {
      field.setDouble(owner, 1);
    }
  }

  private static void requireNotCompared(Consumer<PhaseFigures> change, String what) {
    PhaseFigures other = figures();
    change.accept(other);
    requireNotCompared(other, what);
  }

  private static void requireNotCompared(PhaseFigures other, String what) {
    assertThat(other.takeNoLongerThan(figures())).as(what).isFalse();
    assertThat(figures().takeNoLongerThan(other)).as(what).isFalse();
  }
}
