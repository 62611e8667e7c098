package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.flatsearch.json.StrictJson;
import org.flatsearch.json.schema.ObjectSchema;

/** Writes a {@link ResultDocument}. */
final class ResultWriter {
  private ResultWriter() {}

  static ObjectNode toJson(ResultDocument result) {
    MadeFor madeFor = result.setting().madeFor();
    ObjectNode root = StrictJson.newObject();
    root.put("$schema", ObjectSchema.id("result", ResultDocument.SCHEMA_VERSION));
    root.put("schemaVersion", ResultDocument.SCHEMA_VERSION);
    addSetting(root, result.setting());
    root.put("evaluations", result.evaluations());
    root.set("seconds", StrictJson.number(result.seconds()));
    root.put("stop", result.stop());
    result.best().ifPresent(best -> best.addTo(root.putObject("best"), madeFor));
    root.set("optimality", result.optimality().toJson());
    if (!result.front().isEmpty()) {
      ArrayNode front = root.putArray("front");
      result.front().forEach(point -> point.addTo(front.addObject(), madeFor));
    }
    if (!result.counters().isEmpty()) {
      ObjectNode counters = root.putObject("counters");
      result.counters().forEach(counters::put);
    }
    result.verification().ifPresent(v -> root.set("verification", v.toJson(madeFor)));
    if (!result.whatIfs().isEmpty()) {
      ArrayNode whatIfs = root.putArray("whatIf");
      result.whatIfs().forEach(whatIf -> whatIfs.add(whatIf.toJson()));
    }
    root.set("trace", result.trace().toJson());
    return root;
  }

  private static void addSetting(ObjectNode root, SearchSetting setting) {
    root.set("accelerator", setting.accelerator().toJson());
    root.set("workload", setting.workload().toJson());
    root.put("model", setting.model());
    root.put("space", setting.space());
    root.put("strategy", setting.strategy());
    ArrayNode objective = root.putArray("objective");
    setting.objective().forEach(objective::add);
    if (setting.tolerance() > 0) {
      root.set("tolerance", StrictJson.number(setting.tolerance()));
    }
    root.put("seed", setting.seed());
    if (!setting.parameters().isEmpty()) {
      ObjectNode parameters = root.putObject("parameters");
      setting.parameters().forEach(parameters::put);
    }
    if (!setting.restrictions().isEmpty()) {
      ArrayNode restrictions = root.putArray("require");
      setting.restrictions().forEach(restrictions::add);
    }
    setting
        .start()
        .ifPresent(
            start ->
                root.set(
                    "start", new ScheduleDocument(start, Optional.of(setting.madeFor())).toJson()));
    ObjectNode budget = root.putObject("budget");
    setting.budgetEvaluations().ifPresent(limit -> budget.put("evaluations", limit));
    setting.budgetSeconds().ifPresent(limit -> budget.set("seconds", StrictJson.number(limit)));
  }
}
