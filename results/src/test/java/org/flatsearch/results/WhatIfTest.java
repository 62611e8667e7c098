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

  private static WhatIf read(String more) {
    String optimality = "{ \"model\": \"flat\", \"status\": \"unknown\", \"lowerBound\": [] }";
    return WhatIf.read(
        StrictJson.readString(
            "{ \"part\": \"array\", \"factor\": 2, \"optimality\": " + optimality + more + " }",
            "what-if.json"));
  }
}
