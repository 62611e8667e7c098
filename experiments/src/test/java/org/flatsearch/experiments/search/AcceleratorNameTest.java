package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorNameTest {
  private static final Map<String, String> CHANGES =
      Map.of("bufferBytes", "200KiB", "energy.macJoules", "1pJ", "lanes", "unlimited");

  @ParameterizedTest
  @ValueSource(strings = {"chip", "my+chip1", "a+b+c", "chip+", "lanes+lanes"})
  void findsTheOriginalOfAChangedOne(String name) {
    Accelerator changed = AcceleratorName.change(named(name), CHANGES);

    assertThat(changed.name())
        .isEqualTo(name + "+bufferBytes-200KiB+energy.macJoules-1pJ+lanes-unlimited");
    assertThat(AcceleratorName.original(changed.name())).isEqualTo(name);
    assertThat(AcceleratorName.original(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {70, 80, 85, 90, 98, 99})
  void findsTheOriginalWhereTheChangesHadToBeCut(int length) {
    String name = "a".repeat(length);
    Accelerator changed = AcceleratorName.change(named(name), CHANGES);

    assertThat(changed.name()).hasSize(100);
    assertThat(AcceleratorName.original(changed.name())).isEqualTo(name);
  }

  @Test
  void leavesOutTheChangeOfOneFigure() {
    String changed = AcceleratorName.change(named("chip"), CHANGES).name();

    assertThat(AcceleratorName.without(changed, AcceleratorFigure.BUFFER_BYTES))
        .isEqualTo("chip+energy.macJoules-1pJ+lanes-unlimited");
    assertThat(AcceleratorName.without(changed, AcceleratorFigure.LANES))
        .isEqualTo("chip+bufferBytes-200KiB+energy.macJoules-1pJ");
    assertThat(AcceleratorName.without(changed, AcceleratorFigure.ROWS)).isEqualTo(changed);
    assertThat(AcceleratorName.without("chip", AcceleratorFigure.LANES)).isEqualTo("chip");
    assertThat(AcceleratorName.without("chip+lanes+lanes-4", AcceleratorFigure.LANES))
        .as("of an accelerator that the user called so")
        .isEqualTo("chip+lanes");
  }

  /** The description of nvdla states its buffer, and that of flat-edge that softmax is free. */
  @Test
  void leavesOutADescriptionOfOtherFigures() {
    Accelerator shipped = SpecCatalogue.accelerator("nvdla");

    assertThat(shipped.description()).contains("512 KB");
    assertThat(AcceleratorName.change(shipped, CHANGES).description()).isEmpty();
    assertThat(AcceleratorName.change(shipped, Map.of())).isSameAs(shipped);
  }

  @Test
  void keepsTheNameOfWhatIsNotChanged() {
    Accelerator accelerator = named("my+chip1");

    assertThat(AcceleratorName.change(accelerator, Map.of())).isSameAs(accelerator);
  }

  private static Accelerator named(String name) {
    ObjectNode document = SpecCatalogue.accelerator("flat-edge").toJson();
    document.put("name", name);
    return Accelerator.fromJson(JsonObjectReader.over(document, name));
  }
}
