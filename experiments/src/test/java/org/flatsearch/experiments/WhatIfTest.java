package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A study of halved and doubled parts. */
@Execution(ExecutionMode.CONCURRENT)
class WhatIfTest {
  /** The published space has multiples of the rows of the array: with 3 rows, none of 24. */
  @Test
  void goesOnWhereTheRestrictionsLeaveNothing() {
    CommandRun run =
        CommandRun.of(
            List.of("search", "-a=flat-edge", "-w=bert", "--sequence=64", "-m=flat"),
            "--space=published",
            "--set=rows=6",
            "--set=columns=3",
            "--require=row.tile==24",
            "--what-if");

    assertThat(run.err().strip())
        .startsWith(
            "note: what if array, half: the search found nothing; restriction \"row.tile==24\""
                + " leaves")
        .hasLineCount(1);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("\n  buffer of 512 KiB +double .* proven\n")
        .containsPattern("\n  array of 6×3 +half +none found\n")
        .containsPattern("\n  array of 6×3 +double .* proven\n");
  }
}
