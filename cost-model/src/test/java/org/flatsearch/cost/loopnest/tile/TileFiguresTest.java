package org.flatsearch.cost.loopnest.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Each figure has to be copied, and lowered to bound several tiles: bounds are too high if one is
 * missing. So they are looked up by reflection, and a new figure is tested without a change here.
 */
class TileFiguresTest {
  /** Costs fall when these rise. */
  private static final Set<String> SHARES = Set.of("inverse", "share", "workShare");

  /** Of two tiles of one trip count, the others follow from these; see {@code TileCandidates}. */
  private static final Set<String> COMPARED =
      Set.of(
          "tile",
          "trips",
          "passesOnRows",
          "passesOnColumns",
          "streamedInLogit",
          "streamedInAttend",
          "share",
          "workShare");

  private static final List<Field> FIGURES =
      Arrays.stream(TileFigures.class.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()))
          .filter(field -> field.getType() != boolean.class)
          .toList();

  /** All figures are {@code value} but for one. */
  private static TileFigures figures(int value, Field exception, int other)
      throws IllegalAccessException {
    TileFigures figures = new TileFigures();
    for (Field field : FIGURES) {
      set(field, figures, field.equals(exception) ? other : value);
    }
    return figures;
  }

  private static void set(Field field, TileFigures figures, int value)
      throws IllegalAccessException {
    if (field.getType() == double.class) {
      field.setDouble(figures, value);
    } else if (field.getType() == long.class) {
      field.setLong(figures, value);
    } else {
      field.setInt(figures, value);
    }
  }

  @Test
  void allAreCopied() throws IllegalAccessException {
    TileFigures copy = new TileFigures();
    copy.set(figures(1, null, 0));
    assertThat(copy).usingRecursiveComparison().isEqualTo(figures(1, null, 0));
  }

  @Test
  void theLowerOfTwoBoundsBoth() throws IllegalAccessException {
    for (Field field : FIGURES) {
      boolean isShare = SHARES.contains(field.getName());
      TileFigures better = figures(2, field, isShare ? 3 : 1);
      TileFigures lower = figures(2, null, 0);
      lower.lowerTo(better);
      assertThat(lower).as(field.getName()).usingRecursiveComparison().isEqualTo(better);
      better.lowerTo(figures(2, null, 0));
      assertThat(lower).as(field.getName()).usingRecursiveComparison().isEqualTo(better);
    }
  }

  @Test
  void oneThatIsWorseIsNoticed() throws IllegalAccessException {
    for (Field field : FIGURES) {
      boolean isShare = SHARES.contains(field.getName());
      TileFigures worse = figures(2, field, isShare ? 1 : 3);
      TileFigures figures = figures(2, null, 0);
      assertThat(figures.isNoWorseThan(worse)).as(field.getName()).isTrue();
      assertThat(worse.isNoWorseThan(figures))
          .as(field.getName())
          .isEqualTo(!COMPARED.contains(field.getName()));
    }
  }
}
