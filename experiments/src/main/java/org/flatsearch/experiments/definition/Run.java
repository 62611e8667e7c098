package org.flatsearch.experiments.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * One run of an experiment: everything that determines its result, so that any process with the
 * same program can execute it from its JSON form alone.
 *
 * @param search the name of the matrix that it belongs to, which does not influence the result
 * @param accelerator the accelerator that the schedule is for
 * @param workload the workload that it computes
 * @param setting how the schedule is searched for
 * @param refine how many changes of the schedule found are replayed afterwards; 0 for no replay at
 *     all
 */
public record Run(
    String search,
    Accelerator accelerator,
    AttentionWorkload workload,
    SearchSetting setting,
    int refine) {
  private static final String[] FIELDS =
      Stream.concat(
              SearchSetting.FIELDS.stream(),
              Stream.of("search", "accelerator", "workload", "refine"))
          .toArray(String[]::new);

  public Run {
    Objects.requireNonNull(search, "search");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(setting, "setting");
  }

  /** Hexadecimal digits that tell this run from every other; the same in every process. */
  public String id() {
    return new RunIdentity(this).id(setting.seed());
  }

  /** What this run shares with runs that take about equally long. */
  public List<Object> kind() {
    return List.of(
        search,
        setting.strategy(),
        setting.parameters(),
        setting.model(),
        setting.space(),
        setting.budget());
  }

  /** The same run with another seed. */
  public Run withSeed(long otherSeed) {
    return new Run(search, accelerator, workload, setting.withSeed(otherSeed), refine);
  }

  /** The same run, beginning at a schedule. */
  public Run startingAt(AttentionSchedule schedule) {
    return new Run(search, accelerator, workload, setting.from(Optional.of(schedule)), refine);
  }

  /** The run as a JSON object. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("search", search);
    json.set("accelerator", accelerator.toJson());
    json.set("workload", workload.toJson());
    setting.addTo(json);
    if (refine > 0) {
      json.put("refine", refine);
    }
    return json;
  }

  /**
   * Reads a run.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static Run read(JsonObjectReader json) {
    json.allowOnly(FIELDS);
    return new Run(
        json.requiredString("search", "\"all\""),
        Accelerator.fromJson(json.requiredObject("accelerator", "{ \"schemaVersion\": 1 }")),
        AttentionWorkload.fromJson(json.requiredObject("workload", "{ \"schemaVersion\": 1 }")),
        SearchSetting.read(json),
        json.optional("refine").map(value -> value.asInt(0, Integer.MAX_VALUE)).orElse(0));
  }
}
