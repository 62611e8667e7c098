package org.flatsearch.experiments.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.definition.RunIdentity;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;

/**
 * Runs that differ only in their seeds, as most consecutive runs do. They are sent as the JSON form
 * of the first run, and the seeds and identifiers of all. The receiver computes the identifiers
 * again from what it has read: only the same program gets the same ones.
 *
 * @param first the first run
 * @param seeds the seeds of all runs
 */
record Repetitions(Run first, List<Long> seeds) {
  Repetitions {
    Objects.requireNonNull(first, "first");
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty() || seeds.get(0) != first.setting().seed()) {
      throw new IllegalArgumentException("the first seed is not the one of the first run");
    }
  }

  /** A run and its identifier. */
  record Identified(Run run, String id) {}

  /** Groups consecutive runs that are repetitions of each other. */
  static List<Repetitions> of(List<Run> runs) {
    List<Repetitions> all = new ArrayList<>();
    for (int begin = 0; begin < runs.size(); ) {
      Run first = runs.get(begin);
      List<Long> seeds = new ArrayList<>();
      int end = begin;
      while (end < runs.size() && runs.get(end).repeated(first.setting().seed()).equals(first)) {
        seeds.add(runs.get(end++).setting().seed());
      }
      all.add(new Repetitions(first, seeds));
      begin = end;
    }
    return all;
  }

  /** All runs. */
  List<Identified> runs() {
    RunIdentity identity = new RunIdentity(first);
    return seeds.stream()
        .map(seed -> new Identified(first.repeated(seed), identity.id(seed)))
        .toList();
  }

  /** Adds the two texts that these runs are sent as. */
  void addTo(List<String> texts) {
    texts.add(first.toJson().toString());
    StringBuilder identities = new StringBuilder();
    runs()
        .forEach(
            run ->
                identities
                    .append(run.run().setting().seed())
                    .append(' ')
                    .append(run.id())
                    .append(' '));
    texts.add(identities.toString());
  }

  /**
   * Reads what {@link #addTo} has written.
   *
   * @throws UnfitWorkerException if this program reads other runs than the sender wrote
   */
  static Repetitions read(String json, String identities) {
    String[] words = identities.split(" ");
    List<Long> seeds = new ArrayList<>();
    for (int k = 0; k < words.length; k += 2) {
      seeds.add(Long.valueOf(words[k]));
    }
    Repetitions read;
    try {
      read = new Repetitions(Run.read(StrictJson.readString(json, "run " + words[1])), seeds);
    } catch (InvalidInputException e) {
      throw UnfitWorkerException.readsDifferently(": " + e.getMessage());
    }
    List<Identified> runs = read.runs();
    for (int k = 0; k < runs.size(); k++) {
      if (!runs.get(k).id().equals(words[2 * k + 1])) {
        throw UnfitWorkerException.readsDifferently(".");
      }
    }
    return read;
  }
}
