package org.flatsearch.experiments.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.experiments.record.CheckedProofs;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.WorkloadFigure;

/**
 * The runs of an experiment as one tidy CSV table: a row per run, a column per figure, with its
 * unit in the name of the column. It has all figures of the accelerator and the workload, since a
 * sweep may vary any of them. An unlimited figure is {@code inf}, which pandas and R read as a
 * number; a figure that a run does not have, such as a bound if none is proven, is left empty. A
 * run whose proof another run refutes counts as one that proved nothing. A text that begins like a
 * formula of a spreadsheet, which only names of a user's own can do, has an apostrophe before it.
 */
public final class RunsTable {
  private final ExperimentHeader header;
  private final List<RunRecord> runs;

  private RunsTable(ExperimentHeader header, List<RunRecord> runs) {
    this.header = header;
    this.runs = CheckedProofs.of(runs).runs();
  }

  /**
   * The table, one row after the other, as it may be too large for memory. The line of column names
   * is part of the first one.
   */
  public static Stream<String> of(ExperimentHeader header, List<RunRecord> runs) {
    return new RunsTable(header, runs).csv();
  }

  private Stream<String> csv() {
    CsvMapper csv =
        CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();
    CsvSchema.Builder builder = CsvSchema.builder();
    runs.stream().limit(1).forEach(run -> row(run).keySet().forEach(builder::addColumn));
    CsvSchema columns = builder.build().withLineSeparator("\n");
    return IntStream.range(0, runs.size())
        .mapToObj(k -> text(runs.get(k), csv.writer(k == 0 ? columns.withHeader() : columns)));
  }

  private String text(RunRecord run, ObjectWriter writer) {
    Map<String, Object> row = row(run);
    row.replaceAll((column, value) -> value instanceof String text ? plain(text) : value);
    try {
      return writer.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of texts and numbers can always be written", e);
    }
  }

  /** A text that no spreadsheet takes for a formula, which could run a program. */
  private static String plain(String text) {
    return !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private Map<String, Object> row(RunRecord run) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run", run.id());
    row.put("search", run.search());
    accelerator(row, header.accelerators().get(run.accelerator()));
    workload(row, header.workloads().get(run.workload()));
    row.put("model", run.setting().model());
    row.put("model_version", header.models().get(run.setting().model()));
    row.putAll(run.setting().columns());
    row.put("stop", run.stop().jsonName());
    row.put("evaluations", run.evaluations());
    row.put("feasible", run.isFeasible());
    row.put("status", run.status().jsonName());
    row.put("objective_value", run.isFeasible() ? run.value() : null);
    row.put("lower_bound", run.lowerBound().isEmpty() ? null : run.lowerBound().get(0));
    run.searched().ifPresentOrElse(best -> cost(row, best.cost()), () -> cost(row, null));
    replay(row, run);
    row.put("wall_seconds", run.seconds());
    row.put("cpu_seconds", run.cpuSeconds());
    return row;
  }

  private static void accelerator(Map<String, Object> row, Accelerator accelerator) {
    row.put("accelerator", accelerator.name());
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      row.put(column(figure.path()), cell(figure.valueOf(accelerator)));
    }
  }

  private static void workload(Map<String, Object> row, AttentionWorkload workload) {
    row.put("workload", workload.name());
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      row.put(column(figure.path()), cell(figure.valueOf(workload)));
    }
  }

  /** Such as {@code energy_mac_joules} for {@code energy.macJoules}. */
  private static String column(String path) {
    return path.replaceAll("(?<=[a-z])([A-Z])", "_$1").replace('.', '_').toLowerCase(Locale.ROOT);
  }

  private static Object cell(Object figure) {
    return figure instanceof Double number
        ? orInfinite(number)
        : figure instanceof Number || figure instanceof Boolean ? figure : figure.toString();
  }

  /** A figure that may be unlimited, which is written as R and Python write infinity. */
  private static Object orInfinite(double figure) {
    return Double.isInfinite(figure) ? "inf" : StrictJson.number(figure);
  }

  /** The figures of a cost; if it is null, the columns are there but empty. */
  private static void cost(Map<String, Object> row, Cost cost) {
    for (CostFigure figure : CostFigure.values()) {
      put(row, column(figure.jsonName()), cost, c -> c.value(figure));
    }
    row.put("bound", cost == null ? null : cost.bound().jsonName());
    row.put("extrapolated", cost == null ? null : cost.extrapolated());
    for (CostFigure figure : CostFigure.values()) {
      figure.parts().ifPresent(parts -> parts(row, figure, parts, cost));
    }
  }

  private static <E extends Enum<E>> void parts(
      Map<String, Object> row, CostFigure figure, CostFigure.Parts<E> parts, Cost cost) {
    String prefix = column(parts.jsonName().replaceFirst("By[A-Z].*", "")) + "_";
    for (E key : parts.all()) {
      String name = prefix + parts.keyName().apply(key).replaceAll("[^A-Za-z]", "_");
      put(
          row,
          name,
          cost,
          c -> c.parts().get(figure).containsKey(key) ? c.parts().get(figure).get(key) : 0);
    }
  }

  /** The cost of the schedule that is best by the replay, if there was one. */
  private void replay(Map<String, Object> row, RunRecord run) {
    Cost cost = run.replayed().map(RatedSchedule::cost).orElse(null);
    String model = run.verification().map(Verification::model).orElse(null);
    row.put("replay_model", model);
    row.put("replay_model_version", header.models().get(model));
    put(row, "replay_latency_seconds", cost, Cost::latencySeconds);
    put(row, "replay_energy_joules", cost, Cost::energyJoules);
    put(row, "replay_edp_joule_seconds", cost, Cost::edpJouleSeconds);
    put(row, "replay_traffic_bytes", cost, Cost::trafficBytes);
    put(row, "replay_footprint_bytes", cost, Cost::footprintBytes);
    put(row, "replay_utilization", cost, Cost::utilization);
    row.put(
        "replay_gap",
        run.verification()
            .map(Verification::gap)
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .orElse(null));
  }

  private static void put(
      Map<String, Object> row, String column, Cost cost, ToDoubleFunction<Cost> figure) {
    row.put(column, cost == null ? null : StrictJson.number(figure.applyAsDouble(cost)));
  }
}
