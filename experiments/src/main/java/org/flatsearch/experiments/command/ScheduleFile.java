package org.flatsearch.experiments.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.experiments.search.ScheduleRules;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.results.SchemaId;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule that a command reads: a schedule document, or a result or an evaluation, which hold
 * one along with its accelerator and workload. From a result whose schedules were replayed, it is
 * the best by the replay.
 *
 * @param origin what messages call the file
 * @param document the schedule
 * @param target the accelerator and workload that the file holds, if it does
 * @param figures the model that the figures in the file are by, if it has any
 * @param use what to say if it is used for another workload than it was made for
 */
record ScheduleFile(
    String origin,
    ScheduleDocument document,
    Optional<Target> target,
    Optional<Figures> figures,
    Optional<String> use) {

  /** A model, and its version if the file has it. */
  record Figures(String model, OptionalInt version) {}

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
    boolean isEvaluation = SchemaId.isOf("evaluation", schema);
    if (SchemaId.isOf("result", schema) || !isEvaluation && root.has("strategy")) {
      return of(file, root, ResultDocument.read(root));
    }
    if (isEvaluation || root.has("cost")) {
      EvaluationDocument evaluation = EvaluationDocument.read(root);
      return of(
          file,
          evaluation.rated(),
          new Target(evaluation.accelerator(), evaluation.workload()),
          new Figures(evaluation.model(), evaluation.modelVersion()));
    }
    return new ScheduleFile(
        file.toString(),
        ScheduleDocument.read(root),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ScheduleFile of(Path file, JsonObjectReader root, ResultDocument result) {
    return of(
        file,
        result
            .best()
            .orElseThrow(() -> root.invalid("the search found no schedule, so there is none.")),
        new Target(result.accelerator(), result.workload()),
        new Figures(result.ratedBy(), result.ratedByVersion()));
  }

  private static ScheduleFile of(Path file, RatedSchedule rated, Target target, Figures figures) {
    MadeFor madeFor = new MadeFor(target.accelerator().name(), target.workload().name());
    return new ScheduleFile(
        file.toString(),
        new ScheduleDocument(rated.schedule(), Optional.of(madeFor)),
        Optional.of(target),
        Optional.of(figures),
        Optional.empty());
  }

  /**
   * This file with the schedule as it is used for a target. Changed figures of the accelerator are
   * allowed, as a user may want to see what they do to a schedule; so is a workload with another
   * mask, batch, length or number of heads, for which tiles are cut.
   *
   * @throws InvalidInputException if it was made for another accelerator or a workload of another
   *     kind, or does not fit the workload
   */
  ScheduleFile fittedTo(Target used) {
    AttentionWorkload workload = used.workload();
    ScheduleFile fitted = this;
    if (document.madeFor().isPresent()) {
      MadeFor madeFor = document.madeFor().get();
      String accelerator = used.accelerator().name();
      Optional<AttentionWorkload> original =
          target.map(Target::workload).or(() -> WorkloadName.find(madeFor.workload()));
      boolean same =
          madeFor.workload().equals(workload.name())
              || original.filter(workload::hasFiguresOf).isPresent();
      if (!same && original.filter(of -> isKin(of, workload)).isEmpty()) {
        throw mismatch("workload", madeFor.workload(), workload.name());
      }
      if (!AcceleratorName.original(madeFor.accelerator())
          .equals(AcceleratorName.original(accelerator))) {
        throw mismatch("accelerator", madeFor.accelerator(), accelerator);
      }
      fitted = same ? this : cutTo(workload, madeFor);
    }
    fitted.document.requireFits(workload, origin);
    return fitted;
  }

  /** Whether the heads of two workloads have the same size, whatever else differs. */
  private static boolean isKin(AttentionWorkload one, AttentionWorkload other) {
    return one.queryDim() == other.queryDim()
        && one.valueDim() == other.valueDim()
        && one.valuesInKeys() == other.valuesInKeys();
  }

  private ScheduleFile cutTo(AttentionWorkload workload, MadeFor madeFor) {
    CutTiles cut = CutTiles.of(document.schedule(), workload);
    String note =
        "%s was made for workload '%s' and is used for '%s': its tiles stay%s"
            .formatted(
                origin,
                madeFor.workload(),
                workload.name(),
                cut.cuts().isEmpty()
                    ? ""
                    : ", but for those cut: " + String.join(", ", cut.cuts()));
    return new ScheduleFile(
        origin,
        new ScheduleDocument(cut.schedule(), document.madeFor()),
        target,
        figures,
        Optional.of(note));
  }

  private InvalidInputException mismatch(String kind, String madeFor, String used) {
    String where = target.isPresent() ? "/" + kind + "/name" : "/madeFor/" + kind;
    return new InvalidInputException(
        ("%s, %s: the schedule was made for %s '%s' but is to be used for '%s'; name that %s, or"
                + " save the schedule as a file without \"madeFor\".")
            .formatted(origin, where, kind, madeFor, used, kind));
  }

  /**
   * What the schedule costs.
   *
   * @throws InvalidInputException if the model refuses it
   * @throws CommandFailedException if the model fails
   */
  EvaluationDocument evaluate(CostModel model, Target on) {
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
   * What to say beside figures by {@code model}: that those in the file are by another one,
   * whatever the user has seen, and that the latency can't be achieved.
   */
  List<String> notes(CostModel model, Target on) {
    List<String> notes = new ArrayList<>();
    use.ifPresent(notes::add);
    figures.ifPresent(
        made -> {
          if (!made.model.equals(model.name())) {
            notes.add(
                "%s has figures by model %s; --model=%s shows these"
                    .formatted(origin, made.model, made.model));
          } else if (made.version.orElse(model.version()) != model.version()) {
            notes.add(
                "%s has figures by version %s of model %s, these are by version %s"
                    .formatted(origin, made.version.getAsInt(), made.model, model.version()));
          }
        });
    flaw(on.workload()).ifPresent(notes::add);
    List<String> rules = ScheduleRules.of(on.accelerator());
    for (String rule : ScheduleRules.broken(rules, document.schedule(), on.workload())) {
      notes.add(
          "the schedule breaks a requirement of %s: %s".formatted(on.accelerator().name(), rule));
    }
    return notes;
  }

  /** What is wrong with the schedule although it is legal; empty if nothing is. */
  Optional<String> flaw(AttentionWorkload workload) {
    return document.schedule().loadsLogitsTooEarly(workload)
        ? Optional.of(
            origin
                + " loads logits that are not in DRAM yet, as it holds them outside the shared"
                + " rows; its latency can't be achieved")
        : Optional.empty();
  }
}
