package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.text.ObjectiveText;
import org.flatsearch.experiments.text.ScheduleText;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.LoopNestText;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;

/** The best schedule of each search, accelerator and workload, with its figures and its nest. */
final class BestRunsDocument {
  private BestRunsDocument() {}

  static ArrayNode of(ExperimentHeader header, List<BestRun> bestRuns, List<RunRecord> runs) {
    Map<String, RunRecord> byId = new HashMap<>();
    runs.forEach(run -> byId.put(run.id(), run));
    ArrayNode json = StrictJson.newObject().putArray("outcomes");
    for (BestRun best : bestRuns) {
      ObjectNode outcome = of(best, header);
      best.run().foundBy().map(byId::get).ifPresent(run -> outcome.put("foundFor", problem(run)));
      json.add(outcome);
    }
    return json;
  }

  private static String problem(RunRecord run) {
    return run.accelerator() + ", " + ObjectiveText.of(run.setting().objective(), ", ");
  }

  private static ObjectNode of(BestRun best, ExperimentHeader header) {
    RunRecord run = best.run();
    RatedSchedule rated = best.best();
    AttentionWorkload workload = header.workloads().get(run.workload());
    Cost cost = rated.cost();
    ObjectNode json =
        StrictJson.newObject()
            .put("search", run.search())
            .put("series", best.series())
            .put("accelerator", run.accelerator())
            .put("workload", run.workload())
            .put("model", run.setting().model())
            .put("figuresBy", best.model())
            .put("space", run.setting().space())
            .put("objective", ObjectiveText.of(run.setting().objective(), ", "))
            .put("strategy", run.setting().strategy())
            .put("feasible", run.isFeasible())
            .put("proven", best.proven());
    if (!Double.isNaN(best.gap())) {
      json.put("gap", best.gap());
    }
    for (CostFigure figure : CostFigure.values()) {
      json.put(figure.jsonName(), cost.value(figure));
    }
    json.put("bound", cost.bound().jsonName());
    json.put("extrapolated", cost.extrapolated());
    ObjectNode footprint = json.putObject("footprintBytesByTensor");
    for (Tensor tensor : Tensor.values()) {
      double bytes = cost.footprintBytesByTensor().getOrDefault(tensor, 0.0);
      if (bytes > 0) {
        footprint.set(tensor.jsonName(), StrictJson.number(bytes));
      }
    }
    json.put("granularity", rated.schedule().granularity(workload).letter());
    json.put("summary", ScheduleText.summary(rated.schedule(), workload));
    json.put("nest", LoopNestText.of(rated.schedule(), workload));
    json.put("seconds", run.seconds());
    return json;
  }
}
