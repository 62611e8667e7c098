package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;

class WhatIfTest {

  @Test
  void hasNoScheduleIfTheSearchFoundNone() {
    assertThat(read("").best()).isEmpty();
  }

  @Test
  void hasAScheduleIfItHasACost() {
    assertThatThrownBy(() -> read(", \"cost\": {}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/schedule: the field is missing");
  }

  @Test
  void isOfAPartThatStudiesChange() {
    assertThatThrownBy(() -> read("array2", ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "what-if.json, /part: must be one of bufferBytes, dramBytesPerSecond,"
                + " onChipBytesPerSecond, lanes, array, found the string \"array2\". Did you mean"
                + " array?");
  }

  private static WhatIf read(String more) {
    return read("array", more);
  }

  private static WhatIf read(String part, String more) {
    String optimality = "{ \"model\": \"flat\", \"status\": \"unknown\", \"lowerBound\": [] }";
    return WhatIf.read(
        StrictJson.readString(
            String.format(
                "{ \"part\": \"%s\", \"factor\": 2, \"optimality\": %s%s }",
                part, optimality, more),
            "what-if.json"));
  }
}
