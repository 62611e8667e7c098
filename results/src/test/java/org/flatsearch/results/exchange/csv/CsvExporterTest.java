package org.flatsearch.results.exchange.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.Cost;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.CostDocument;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.junit.jupiter.api.Test;

class CsvExporterTest {
  /** Its buffer is too small for the tiles. */
  private static final Accelerator ACCELERATOR =
      BertBase.accelerator().with(Map.of("bufferBytes", "1000", "energy.leakageWatts", "0.5"));

  private static final AttentionSchedule SCHEDULE =
      BertBase.with(
          BertBase.withLogitsThroughDram(BertBase.rowsOf(96), Residency.inside(Dimension.ROW, 2)),
          Tensor.K,
          Residency.atArray());

  private final Map<String, String> files =
      ScheduleExporters.named("csv").export(SCHEDULE, ACCELERATOR, BertBase.workload()).files();

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
        .startsWith(
            "tensor,inside,slots,footprintBytes,trafficBytes",
            "Q,row,1,12288,786432",
            "K,array,0,4096,25165824")
        .endsWith("softmax,,,0,25165824")
        .hasSize(8);
    assertThat(files.get("cost.csv")).startsWith("figure,value\n").contains("\nmacs,402653184\n");
  }

  /** Under the names that JSON documents have. */
  @Test
  void listsTheFiguresOfTheModel() {
    Cost cost = PeerCosts.of(SCHEDULE, ACCELERATOR, BertBase.workload());
    ObjectNode document = CostDocument.toJson(cost);
    document.setAll((ObjectNode) document.get("counts"));
    document.set("violationBytes", StrictJson.number(cost.violationBytes()));
    List<String> figures = new ArrayList<>();
    for (String row : files.get("cost.csv").lines().skip(1).toList()) {
      String[] cells = row.split(",");
      figures.add(cells[0]);
      assertThat(cells[1])
          .as(cells[0])
          .isEqualTo(document.at("/" + cells[0].replace('.', '/')).asText());
    }

    assertThat(figures)
        .startsWith("latencySeconds", "energyJoules", "leakageJoules", "edpJouleSeconds")
        .hasSize(21);
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
