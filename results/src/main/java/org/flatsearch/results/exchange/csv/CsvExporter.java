package org.flatsearch.results.exchange.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.CostDocument;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Exports three tables: {@code loops.csv}, {@code tensors.csv} and {@code cost.csv}. */
public final class CsvExporter implements ScheduleExporter {
  @Override
  public String format() {
    return "csv";
  }

  @Override
  public String description() {
    return "tables of the loops, the tensors and the cost by model " + LoopNestModel.NAME;
  }

  @Override
  public ExportedFiles export(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    schedule.requireFits(workload);
    Cost cost = PeerCosts.of(schedule, accelerator, workload);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("loops.csv", loops(schedule, workload));
    files.put("tensors.csv", tensors(schedule, cost));
    files.put("cost.csv", cost(cost));
    return new ExportedFiles(files, List.of());
  }

  private static String loops(AttentionSchedule schedule, AttentionWorkload workload) {
    List<String> rows = new ArrayList<>();
    rows.add("nest,position,loop,extent,tile,iterations,lastTile,stationarity,transposed");
    addLoops(rows, "shared", 0, schedule.shared(), workload, ",");
    for (Stage stage : Stage.values()) {
      StageLoops own = schedule.stage(stage);
      String array = own.stationarity().jsonName() + "," + own.transposed();
      addLoops(rows, stage.jsonName(), schedule.shared().size(), own.loops(), workload, array);
    }
    return table(rows);
  }

  private static void addLoops(
      List<String> rows,
      String nest,
      int position,
      List<TiledLoop> loops,
      AttentionWorkload workload,
      String array) {
    for (int k = 0; k < loops.size(); k++) {
      TiledLoop loop = loops.get(k);
      int extent = Extents.of(workload, loop.dimension());
      int iterations = Extents.tiles(extent, loop.tile());
      rows.add(
          row(
              nest,
              position + k,
              loop.dimension().jsonName(),
              extent,
              loop.tile(),
              iterations,
              Extents.lastTile(extent, loop.tile()),
              array));
    }
  }

  private static String tensors(AttentionSchedule schedule, Cost cost) {
    List<String> rows = new ArrayList<>();
    rows.add("tensor,inside,slots,footprintBytes,trafficBytes");
    for (Tensor tensor : Tensor.values()) {
      Residency residency = schedule.residency().get(tensor);
      Double footprint = cost.footprintBytesByTensor().get(tensor);
      Double traffic = cost.trafficBytesByTensor().get(tensor);
      if (residency != null || footprint != null || traffic != null) {
        rows.add(
            row(
                tensor.jsonName(),
                residency == null ? "" : place(residency),
                residency == null ? "" : residency.slots(),
                number(footprint == null ? 0 : footprint),
                number(traffic == null ? 0 : traffic)));
      }
    }
    return table(rows);
  }

  private static String place(Residency residency) {
    return residency.isAtArray() ? "array" : residency.inside().jsonName();
  }

  private static String cost(Cost cost) {
    List<String> rows = new ArrayList<>();
    rows.add("figure,value");
    rows.add(row("latencySeconds", number(cost.latencySeconds())));
    rows.add(row("energyJoules", number(cost.energyJoules())));
    rows.add(row("leakageJoules", number(cost.leakageJoules())));
    rows.add(row("edpJouleSeconds", number(cost.edpJouleSeconds())));
    rows.add(row("trafficBytes", number(cost.trafficBytes())));
    rows.add(row("footprintBytes", number(cost.footprintBytes())));
    rows.add(row("violationBytes", number(cost.violationBytes())));
    rows.add(row("utilization", number(cost.utilization())));
    rows.add(row("idealLatencySeconds", number(cost.idealLatencySeconds())));
    rows.add(row("bound", cost.bound().jsonName()));
    for (Bound bound : Bound.values()) {
      rows.add(row("busySeconds." + bound.jsonName(), number(cost.busySeconds().get(bound))));
    }
    CostDocument.toJson(cost)
        .get("counts")
        .properties()
        .forEach(count -> rows.add(row(count.getKey(), count.getValue())));
    return table(rows);
  }

  /** A figure as the JSON documents write it. */
  private static String number(double value) {
    return StrictJson.number(value).toString();
  }

  private static String row(Object... cells) {
    return Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String table(List<String> rows) {
    return String.join("\n", rows) + "\n";
  }
}
