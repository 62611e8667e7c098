package org.flatsearch.spec;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;

class AcceleratorDocumentTest {

  /** A program that changes a figure may keep the sources of the accelerator it started from. */
  @Test
  void aFigureIsWrittenAlsoIfItsSourceSaysDefaultWrongly() {
    Accelerator chip =
        chip(AcceleratorFigure.names().stream().collect(toMap(path -> path, path -> "default")));

    ObjectNode document = chip.toJson();

    assertThat(read(document).hasFiguresOf(chip)).isTrue();
    assertThat(document.has("multicast")).isFalse();
    assertThat(chip.with("multicast", "true").lanes()).isEqualTo(256);
  }

  @Test
  void aSourceIsNotNull() {
    assertThatThrownBy(() -> chip(Collections.singletonMap("rows", null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("the source of rows");
  }

  private static Accelerator chip(Map<String, String> sources) {
    return new Accelerator(
        "chip",
        "",
        32,
        16,
        2,
        false,
        940e6,
        524288,
        4,
        Double.POSITIVE_INFINITY,
        1e9,
        2e9,
        true,
        0,
        1,
        new Accelerator.FillCycles(0, 0),
        0,
        256,
        new Accelerator.LaneOperations(3, 1),
        new Accelerator.Energy(0, 0, 0, 0, 0, 0, 0, 0),
        sources);
  }

  private static Accelerator read(ObjectNode document) {
    return Accelerator.fromJson(
        StrictJson.readString(StrictJson.write(document), "the written document"));
  }
}
