package org.flatsearch.results.exchange.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.junit.jupiter.api.Test;

class CsvExporterTest {
  private final Map<String, String> files =
      ScheduleExporters.named("csv")
          .export(BertBase.rowsOf(96), BertBase.accelerator(), BertBase.workload())
          .files();

  @Test
  void listsLoopsWithTheirRaggedTiles() {
    assertThat(files.get("loops.csv").lines())
        .containsExactly(
            "nest,position,loop,extent,tile,iterations,lastTile,stationarity,transposed",
            "shared,0,instance,12,1,12,1,,",
            "shared,1,row,512,96,6,32,,",
            "logit,2,key,512,512,1,512,output,false",
            "logit,3,queryDim,64,64,1,64,output,false",
            "attend,2,key,512,512,1,512,input,false",
            "attend,3,valueDim,64,64,1,64,input,false");
  }

  @Test
  void listsTensorsAndCosts() {
    assertThat(files.get("tensors.csv").lines())
        .startsWith("tensor,inside,slots,footprintBytes,trafficBytes", "Q,row,1,12288,786432");
    assertThat(files.get("cost.csv")).contains("\ntrafficBytes,").contains("\nmacs,402653184\n");
  }

  @Test
  void hasAsManyCellsInEachRow() {
    files
        .values()
        .forEach(
            table ->
                assertThat(table.lines().map(row -> row.split(",", -1).length).distinct())
                    .hasSize(1));
  }
}
