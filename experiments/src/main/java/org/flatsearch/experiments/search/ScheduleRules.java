package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.Restriction;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Rules in the language of {@code --require}, for a workload and for a given schedule. */
public final class ScheduleRules {
  private static final String TILE = ".tile";
  private static final String INSIDE = ".inside";

  private ScheduleRules() {}

  /**
   * A restriction of schedules of a workload, whose extents are what "all" means.
   *
   * @throws org.flatsearch.json.InvalidInputException if the text is none
   */
  public static Restriction parse(String text, AttentionWorkload workload) {
    Restriction rule = Restriction.parse(text);
    return dimension(rule.decision())
        .map(dimension -> rule.of(Extents.of(workload, dimension)))
        .orElse(rule);
  }

  /** The dimension of a decision on a tile. */
  private static Optional<Dimension> dimension(String decision) {
    return Stream.of(Dimension.values())
        .filter(
            dimension ->
                decision.equals(dimension.jsonName() + TILE)
                    || decision.equals("attend." + dimension.jsonName() + TILE))
        .findAny();
  }

  /** The rules of an accelerator's hardware, as text. */
  public static List<String> of(Accelerator accelerator) {
    return accelerator.usage().requirements().stream().map(Accelerator.Requirement::rule).toList();
  }

  /** Those of the rules that a schedule breaks; one for what it does not have is not broken. */
  public static List<String> broken(
      List<String> rules, AttentionSchedule schedule, AttentionWorkload workload) {
    List<String> broken = new ArrayList<>();
    for (String text : rules) {
      if (breaks(parse(text, workload), schedule)) {
        broken.add(text);
      }
    }
    return broken;
  }

  /** Whether a schedule has a value for the decision of a rule that the rule does not allow. */
  public static boolean breaks(Restriction rule, AttentionSchedule schedule) {
    return label(rule.decision(), schedule).filter(label -> !rule.allows(label)).isPresent();
  }

  /** The value of a decision of search spaces that a schedule has; empty if it has none. */
  private static Optional<String> label(String decision, AttentionSchedule schedule) {
    boolean isAttend = decision.startsWith("attend.");
    String own = decision.replaceFirst("^(attend|logit)\\.", "");
    Optional<Dimension> dimension = dimension(decision);
    if (dimension.isPresent()) {
      return tile(dimension.get(), isAttend, schedule);
    }
    if (decision.equals("registers")) {
      return Optional.of(registers(schedule));
    }
    if (decision.equals("keyStep.tile") || decision.equals("keyPart.tile")) {
      int tile = decision.startsWith("keyStep") ? schedule.keyStep() : schedule.keyPart();
      return tile == 0 ? Optional.empty() : Optional.of("" + tile);
    }
    Stage stage = isAttend ? Stage.ATTEND : Stage.LOGIT;
    if (own.equals("stationarity")) {
      return Optional.of(schedule.stage(stage).stationarity().jsonName());
    }
    if (own.equals("transposed")) {
      return Optional.of("" + schedule.stage(stage).transposed());
    }
    return Stream.of(Tensor.values())
        .filter(tensor -> schedule.residency().containsKey(tensor))
        .filter(
            tensor ->
                decision.equals(tensor.jsonName() + INSIDE)
                    || decision.equals(tensor.jsonName() + ".slots"))
        .findAny()
        .flatMap(tensor -> held(schedule.residency().get(tensor), decision.endsWith(INSIDE)));
  }

  private static Optional<String> held(Residency residency, boolean isInside) {
    return isInside
        ? Optional.of(residency.insideName())
        : residency.slots() == 0 ? Optional.empty() : Optional.of("" + residency.slots());
  }

  private static Optional<String> tile(
      Dimension dimension, boolean isAttend, AttentionSchedule schedule) {
    boolean isShared = schedule.form().shares(dimension);
    Stage stage = isAttend || dimension == Dimension.VALUE_DIM ? Stage.ATTEND : Stage.LOGIT;
    return isAttend && isShared
        ? Optional.empty()
        : Optional.of("" + schedule.tile(stage, dimension));
  }

  /** What is in registers, as the decision of that name has it. */
  private static String registers(AttentionSchedule schedule) {
    String held =
        Stream.of(Tensor.Q, Tensor.LOGITS, Tensor.O)
            .filter(
                tensor ->
                    schedule.residency().containsKey(tensor)
                        && schedule.residency().get(tensor).place() == Residency.Place.REGISTERS)
            .map(Tensor::jsonName)
            .collect(Collectors.joining("+"));
    return held.isEmpty() ? "none" : held;
  }
}
