package org.flatsearch.spec;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.Map;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program, unlike a document, may make an accelerator of. */
class AcceleratorDocumentTest {
  /** A program that changes a figure may keep the sources of the accelerator it started from. */
  @Test
  void aFigureIsWrittenAlsoIfItsSourceSaysDefaultWrongly() throws Exception {
    Map<String, String> sources =
        AcceleratorFigure.names().stream().collect(toMap(path -> path, path -> "default"));
    Accelerator chip = with("sources", sources);

    ObjectNode document = chip.toJson();

    assertThat(read(document).hasFiguresOf(chip)).isTrue();
    assertThat(document.has("multicast")).isFalse();
    assertThat(chip.with("multicast", "true").lanes()).isEqualTo(256);
  }

  @Test
  void aSourceIsNotNull() {
    assertThatThrownBy(() -> with("sources", Collections.singletonMap("rows", null)))
        .hasCauseInstanceOf(NullPointerException.class)
        .hasRootCauseMessage("the source of rows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"name", "description", "fillCycles", "laneOperations", "energy", "sources"})
  void nothingIsMissing(String component) {
    assertThatThrownBy(() -> with(component, null))
        .hasCauseInstanceOf(NullPointerException.class)
        .hasRootCauseMessage(component);
  }

  /**
   * An accelerator of two cores that writes to DRAM faster than it reads, made with {@code value}
   * as one of its components.
   *
   * @throws InvocationTargetException if it cannot be made, with the reason as its cause
   */
  private static Accelerator with(String component, Object value)
      throws ReflectiveOperationException {
    Accelerator chip =
        SpecCatalogue.accelerator("flat-edge-256-lanes")
            .with(Map.of("cores", "2", "dramWriteBytesPerSecond", "100GiB/s"));
    RecordComponent[] components = Accelerator.class.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int k = 0; k < values.length; k++) {
      boolean isChanged = components[k].getName().equals(component);
      values[k] = isChanged ? value : components[k].getAccessor().invoke(chip);
    }
    return (Accelerator) Accelerator.class.getDeclaredConstructors()[0].newInstance(values);
  }

  private static Accelerator read(ObjectNode document) {
    return Accelerator.fromJson(
        StrictJson.readString(StrictJson.write(document), "the written document"));
  }
}
