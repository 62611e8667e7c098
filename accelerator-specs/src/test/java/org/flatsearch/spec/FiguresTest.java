package org.flatsearch.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Comparing, changing and sweeping follow the lists of figures: two workloads that differ in a
 * component without one would count as the same, and get each other's schedules.
 */
class FiguresTest {
  /** Records whose figures are in no nested object of a document. */
  private static final Set<Class<?>> PLAIN_IN_DOCUMENTS =
      Set.of(Accelerator.Memories.class, Accelerator.Overheads.class);

  @Test
  void haveEveryComponentOfAWorkload() {
    assertThat(components(AttentionWorkload.class, "", "name", "description"))
        .as("each needs a constant of WorkloadFigure with its name as the path")
        .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
        .containsExactlyInAnyOrderElementsOf(WorkloadFigure.names());
  }

  @Test
  void haveEveryComponentOfAnAccelerator() {
    List<String> figures = components(Accelerator.class, "", "name", "description", "sources");
    figures.removeIf(path -> path.startsWith("usage."));
    assertThat(figures)
        .as("each needs a constant of AcceleratorFigure with its name as the path")
        .containsExactlyInAnyOrderElementsOf(AcceleratorFigure.names());
  }

  /** The paths of all components that are no records, but for the texts. */
  private static List<String> components(Class<?> type, String prefix, String... texts) {
    List<String> paths = new ArrayList<>();
    if (type == Mask.class) {
      return List.of(prefix.substring(0, prefix.length() - 1));
    }
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + component.getName();
      if (PLAIN_IN_DOCUMENTS.contains(component.getType())) {
        paths.addAll(components(component.getType(), prefix));
      } else if (component.getType().isRecord()) {
        paths.addAll(components(component.getType(), path + "."));
      } else if (!Arrays.asList(texts).contains(path)) {
        paths.add(path);
      }
    }
    return paths;
  }
}
