package org.flatsearch.experiments.record;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Trace;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.Verification;
import org.flatsearch.search.Score;

/**
 * The result of one run: one line of {@code runs.jsonl}. Except for the times, which are the last
 * fields, it is the same whenever and wherever the run is executed, unless a time limit ended it.
 *
 * @param id identifier of the run
 * @param search name of the matrix that the run belongs to
 * @param accelerator name of the accelerator
 * @param workload name of the workload
 * @param setting how the schedule was searched for
 * @param stop why it stopped
 * @param evaluations the total number of evaluations
 * @param searched the best schedule by the model of the search, with violations if none fits; empty
 *     if none was evaluated
 * @param decisions the vector that encodes the best schedule
 * @param status how much is proven
 * @param lowerBound proven lower bound by objective, empty if unknown
 * @param front objective values of the Pareto front, for strategies that seek one
 * @param verification the replay of the best schedule and its refinement, if the definition asks
 *     for it; all other fields describe the search before it
 * @param trace how the search went
 * @param counters other counts of the strategy
 * @param seconds wall-clock time of the search, and of the replays
 * @param cpuSeconds processor time of the strategy, evaluations included
 */
public record RunRecord(
    String id,
    String search,
    String accelerator,
    String workload,
    SearchSetting setting,
    Stop stop,
    long evaluations,
    Optional<RatedSchedule> searched,
    List<Integer> decisions,
    Status status,
    List<Double> lowerBound,
    List<List<Double>> front,
    Optional<Verification> verification,
    Trace trace,
    Map<String, Long> counters,
    double seconds,
    double cpuSeconds) {
  public RunRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(search, "search");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(setting, "setting");
    Objects.requireNonNull(stop, "stop");
    Objects.requireNonNull(searched, "searched");
    decisions = List.copyOf(decisions);
    Objects.requireNonNull(status, "status");
    lowerBound = List.copyOf(lowerBound);
    front = front.stream().map(List::copyOf).toList();
    Objects.requireNonNull(verification, "verification");
    Objects.requireNonNull(trace, "trace");
    counters = counters.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(counters));
  }

  /**
   * Reads a line.
   *
   * @param origin what messages call the line
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static RunRecord read(String line, String origin) {
    return read(StrictJson.readString(line, origin), new SharedValues());
  }

  /**
   * Reads a line that has been parsed.
   *
   * @param shared what lines that were read before have in common with this one
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static RunRecord read(JsonObjectReader line, SharedValues shared) {
    return RunLine.read(line, shared);
  }

  /** The line, without a line feed. */
  public String toLine() {
    return RunLine.of(this).toString();
  }

  /** This record without the proof, as of a run that proved nothing. */
  RunRecord withoutProof() {
    Optional<Verification> replayWithoutGap =
        verification.map(
            replay ->
                new Verification(
                    replay.model(),
                    replay.modelVersion(),
                    replay.replays(),
                    replay.refusals(),
                    OptionalDouble.empty(),
                    replay.refinement()));
    return with(Status.UNKNOWN, List.of(), replayWithoutGap);
  }

  /** This record with another verification. */
  public RunRecord with(Verification other) {
    return with(status, lowerBound, Optional.of(other));
  }

  private RunRecord with(
      Status otherStatus, List<Double> otherBound, Optional<Verification> otherVerification) {
    return new RunRecord(
        id,
        search,
        accelerator,
        workload,
        setting,
        stop,
        evaluations,
        searched,
        decisions,
        otherStatus,
        otherBound,
        front,
        otherVerification,
        trace,
        counters,
        seconds,
        cpuSeconds);
  }

  /**
   * The best schedule of the replay with its replayed cost; empty if there is none or none fits.
   */
  public Optional<RatedSchedule> replayed() {
    return verification.flatMap(Verification::bestRated);
  }

  /** The schedule to use: the best of the replay if there is one, else the best of the search. */
  public Optional<RatedSchedule> best() {
    return replayed().or(() -> searched);
  }

  /** The run of another problem that found {@link #best}; empty if it was this one. */
  public Optional<String> foundBy() {
    return replayed().isPresent()
        ? verification.orElseThrow().best().flatMap(Verification.Replay::foundBy)
        : Optional.empty();
  }

  /** The model that gives the cost of {@link #best}. */
  public String ratedBy() {
    return replayed().isPresent() ? verification.orElseThrow().model() : setting.model();
  }

  /** Whether a schedule that fits was found. */
  public boolean isFeasible() {
    return searched.isPresent() && searched.get().cost().isFeasible();
  }

  /** The score of the best point; worse than any other if nothing was evaluated. */
  public Score score() {
    Score score = new Score(setting.objective());
    List<Trace.Improvement> improvements = trace.improvements();
    if (!improvements.isEmpty()) {
      score.violation = improvements.get(improvements.size() - 1).violation();
      for (int k = 0; k < values().size(); k++) {
        score.values[k] = values().get(k);
      }
    }
    return score;
  }

  /** The objective values of the best point; empty if it does not fit or nothing was evaluated. */
  public List<Double> values() {
    List<Trace.Improvement> improvements = trace.improvements();
    return improvements.isEmpty() ? List.of() : improvements.get(improvements.size() - 1).values();
  }

  /** The proven lower bound of the first objective; 0 if there is none. */
  public double provenBound() {
    return lowerBound.isEmpty() ? 0 : lowerBound.get(0);
  }

  /**
   * The best score that the proof of this run leaves possible, for any run of the same problem; 0
   * in every objective if it proved nothing.
   */
  public Score bestPossible() {
    Score bound = new Score(setting.objective());
    bound.violation = 0;
    for (int k = 0; k < bound.values.length; k++) {
      bound.values[k] = lowerBound.isEmpty() ? 0 : lowerBound.get(k);
    }
    boolean isBetterProof = status == Status.PROVEN && score().compareTo(bound) > 0;
    return isBetterProof ? score() : bound;
  }

  /** The final value of the first objective; infinite if no schedule that fits was found. */
  public double value() {
    return isFeasible() ? values().get(0) : Double.POSITIVE_INFINITY;
  }
}
