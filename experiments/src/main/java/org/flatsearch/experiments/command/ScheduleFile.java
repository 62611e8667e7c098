package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.json.schema.ObjectSchema;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule that a command reads: a schedule document, or a result or an evaluation, which hold
 * one along with its accelerator and workload. From a result whose schedules were replayed, it is
 * the best by the replay.
 *
 * @param origin what messages call the file
 * @param place where in the file the schedule is, as a JSON pointer; empty if it is the whole
 *     document
 * @param document the schedule
 * @param target the accelerator and workload that the file holds, if it does
 * @param models the models that the figures in the file are by, if it has any
 */
record ScheduleFile(
    String origin,
    String place,
    ScheduleDocument document,
    Optional<Target> target,
    Optional<FileModels> models) {
  private static final String HELD_OUTSIDE_ROWS =
      " loads logits that are not in DRAM yet, as it holds them outside the shared rows; its"
          + " latency can't be achieved";

  /** What other documents are, by a field that only they have; sorted, so that one always wins. */
  private static final SortedMap<String, String> OTHERS =
      new TreeMap<>(
          Map.of(
              "definition", "the header of an experiment",
              "strategies", "the definition of an experiment",
              "searches", "the definition of an experiment",
              "bufferBytes", "an accelerator",
              "keyLength", "a workload",
              "entries", "a catalogue of schedules"));

  /**
   * Reads the file.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  static ScheduleFile read(Path file) {
    if (file.endsWith(RunFolder.RUNS) || RunFolder.around(file).isPresent()) {
      throw new InvalidInputException(
          file
              + ": the runs of an experiment, not one schedule; 'report --format schedules' with"
              + " its folder writes the best ones as files.");
    }
    JsonObjectReader root = StrictJson.readFile(file);
    // By its schema first: of a document that lacks a field, the message should say just that.
    String schema = root.optionalString("$schema").orElse("");
    boolean isEvaluation = schema.startsWith(ObjectSchema.id("evaluation"));
    if (schema.startsWith(ObjectSchema.id("result")) || !isEvaluation && root.has("strategy")) {
      ResultDocument result = ResultDocument.read(root);
      var chosen =
          result
              .chosen()
              .orElseThrow(() -> root.invalid("the search found no schedule, so there is none."));
      var setting = result.setting();
      boolean isReplayed = result.verification().filter(v -> !v.replays().isEmpty()).isPresent();
      return new ScheduleFile(
          file.toString(),
          isReplayed ? "/verification/schedules/0/schedule" : "/best/schedule",
          new ScheduleDocument(chosen.schedule(), Optional.of(setting.madeFor())),
          Optional.of(new Target(setting.accelerator(), setting.workload())),
          Optional.of(FileModels.of(result)));
    }
    if (isEvaluation || root.has("cost")) {
      EvaluationDocument evaluation = EvaluationDocument.read(root);
      Target target = new Target(evaluation.accelerator(), evaluation.workload());
      return new ScheduleFile(
          file.toString(),
          "/schedule",
          new ScheduleDocument(
              evaluation.rated().schedule(),
              Optional.of(new MadeFor(target.accelerator().name(), target.workload().name()))),
          Optional.of(target),
          Optional.of(FileModels.of(evaluation)));
    }
    for (Map.Entry<String, String> other : OTHERS.entrySet()) {
      if (root.has(other.getKey())) {
        throw root.invalid(
            "this seems to be "
                + other.getValue()
                + "; name a schedule, or a result of search or evaluate.");
      }
    }
    return new ScheduleFile(
        file.toString(), "", ScheduleDocument.read(root), Optional.empty(), Optional.empty());
  }

  /**
   * Checks that the schedule is used for what it was made for. Changed figures of the accelerator
   * are allowed, as a user may want to see what they do to a schedule.
   *
   * @throws InvalidInputException if it was made for another workload or accelerator
   */
  void requireMadeFor(Target target) {
    if (document.madeFor().isEmpty()) {
      return;
    }
    MadeFor madeFor = document.madeFor().get();
    AttentionWorkload workload = target.workload();
    boolean sameWorkload =
        madeFor.workload().equals(workload.name())
            || WorkloadName.find(madeFor.workload()).filter(workload::hasFiguresOf).isPresent();
    if (!sameWorkload) {
      throw mismatch("workload", madeFor.workload(), workload.name());
    }
    String accelerator = target.accelerator().name();
    if (!AcceleratorName.original(madeFor.accelerator())
        .equals(AcceleratorName.original(accelerator))) {
      throw mismatch("accelerator", madeFor.accelerator(), accelerator);
    }
  }

  /**
   * What the schedule costs.
   *
   * @throws InvalidInputException if the model refuses it
   * @throws CommandFailedException if the model fails
   */
  EvaluationDocument evaluated(CostModel model, Target on) {
    try {
      RatedSchedule rated =
          RatedSchedule.of(document.schedule(), model, on.accelerator(), on.workload());
      return new EvaluationDocument(
          on.accelerator(), on.workload(), model.name(), OptionalInt.of(model.version()), rated);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(origin + ": " + e.getMessage(), e);
    }
  }

  /**
   * What to say beside figures by {@code model}: that those in the file are by another one, and
   * that the latency can't be achieved.
   */
  List<String> notes(CostModel model, AttentionWorkload workload) {
    return Stream.of(
            models.flatMap(stated -> stated.note(origin, model)),
            flaw(workload).map(flaw -> origin + flaw))
        .flatMap(Optional::stream)
        .toList();
  }

  /** What is wrong with the schedule although it is legal, to follow its name; empty if nothing. */
  Optional<String> flaw(AttentionWorkload workload) {
    return document.schedule().loadsLogitsTooEarly(workload)
        ? Optional.of(HELD_OUTSIDE_ROWS)
        : Optional.empty();
  }

  private InvalidInputException mismatch(String kind, String madeFor, String used) {
    String where = target.isPresent() ? "/" + kind + "/name" : "/madeFor/" + kind;
    String otherwise =
        target.isPresent()
            ? "save the value of " + place + " as a file without its \"madeFor\""
            : "remove \"madeFor\" from the file";
    return new InvalidInputException(
        "%s, %s: the schedule was made for %s '%s' but is to be used for '%s'; name that %s, or %s."
            .formatted(origin, where, kind, madeFor, used, kind, otherwise));
  }
}
