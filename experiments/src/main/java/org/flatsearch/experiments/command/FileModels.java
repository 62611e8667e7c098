package org.flatsearch.experiments.command;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.flatsearch.cost.CostModel;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification;

/**
 * The models that the figures of a schedule in a file are by. The model of a command is {@code
 * loopnest} unless the user names another, whatever the file was made by, so its figures may be
 * others than those that the user has seen.
 *
 * @param made the model that the schedule was searched or evaluated by
 * @param shown the model of the figures that were shown: the one that replayed it, if one did
 * @param version the version of that; empty if the file does not have it
 */
record FileModels(String made, String shown, OptionalInt version) {
  FileModels {
    Objects.requireNonNull(made, "made");
    Objects.requireNonNull(shown, "shown");
    Objects.requireNonNull(version, "version");
  }

  static FileModels of(ResultDocument result) {
    String made = result.setting().model();
    Optional<Verification> replay = result.verification().filter(v -> v.best().isPresent());
    return replay
        .map(by -> new FileModels(made, by.model(), by.modelVersion()))
        .orElseGet(() -> new FileModels(made, made, result.setting().modelVersion()));
  }

  static FileModels of(EvaluationDocument evaluation) {
    return new FileModels(evaluation.model(), evaluation.model(), evaluation.modelVersion());
  }

  /**
   * Says by which model the file was made; empty if it is the one that is used, in its version.
   *
   * @param file what messages call the file
   * @param used the model that is used
   */
  Optional<String> note(String file, CostModel used) {
    if (!shown.equals(used.name())) {
      return Optional.of(
          made.equals(shown)
              ? "%s was made by model %s; --model=%s gives its figures".formatted(file, made, shown)
              : "%s was made by model %s and replayed by %s; --model=%s gives the figures of the replay"
                  .formatted(file, made, shown, shown));
    }
    return version.isPresent() && version.getAsInt() != used.version()
        ? Optional.of(
            "%s has figures by version %s of model %s, these are by version %s"
                .formatted(file, version.getAsInt(), shown, used.version()))
        : Optional.empty();
  }
}
