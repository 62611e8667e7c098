package org.flatsearch.results.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.SchemaId;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * All entries of one accelerator, as a JSON document, schema version {@value #SCHEMA_VERSION}.
 *
 * <pre>{@code
 * { "$schema": "urn:flatsearch:schema:catalogue:1", "schemaVersion": 1, "accelerator": {…},
 *   "entries": [
 *     { "workload": {…}, "objective": ["latency", "energy"], "modelVersion": 1,
 *       "schedule": {…}, "cost": {…},
 *       "optimality": { "model": "loopnest", "status": "proven", "lowerBound": […], "gap": 0 },
 *       "provenance": { "flatsearch": "0.1.0", "space": "full", "strategy": "auto", "seed": 1,
 *                       "startedFrom": "latency",
 *                       "budget": { "evaluations": 20000000, "seconds": 10 },
 *                       "evaluations": 5072, "stop": "complete" },
 *       "replayed": { "model": "walk", "modelVersion": 1, "replays": 100,
 *                     "schedule": {…}, "cost": {…} } } ] }
 * }</pre>
 *
 * @param accelerator the accelerator that the schedules are for
 * @param entries one for each workload and objective
 */
public record CatalogueDocument(Accelerator accelerator, List<CatalogueEntry> entries) {
  /** The version that is written and read. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * Checks that the entries are distinct.
   *
   * @throws InvalidInputException if two are for the same workload and objective
   */
  public CatalogueDocument {
    Objects.requireNonNull(accelerator, "accelerator");
    entries = List.copyOf(entries);
    Set<String> found = new HashSet<>();
    for (int k = 0; k < entries.size(); k++) {
      CatalogueEntry entry = entries.get(k);
      if (!found.add(entry.workload().name() + " " + entry.objective())) {
        throw new InvalidInputException(
            "/entries/%s: there is already an entry for workload '%s' and objective %s; remove one."
                .formatted(k, entry.workload().name(), entry.objective().metrics()));
      }
    }
  }

  /**
   * Reads a document.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  public static CatalogueDocument read(Path file) {
    return read(StrictJson.readFile(file));
  }

  /**
   * Reads a document.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  public static CatalogueDocument read(JsonObjectReader root) {
    root.requireDocument(SCHEMA_VERSION, "accelerator", "entries");
    Accelerator accelerator =
        Accelerator.fromJson(root.requiredObject("accelerator", "{ \"schemaVersion\": 1 }"));
    List<CatalogueEntry> entries =
        root.requiredArray("entries", "[]").stream()
            .map(JsonValueReader::asObject)
            .map(CatalogueEntry::read)
            .toList();
    try {
      return new CatalogueDocument(accelerator, entries);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(root.origin() + ", " + e.getMessage(), e);
    }
  }

  /** The entry for a workload with the figures of {@code workload}, preferably of its name. */
  public Optional<CatalogueEntry> find(AttentionWorkload workload, CatalogueObjective objective) {
    return entries.stream()
        .filter(entry -> entry.objective() == objective)
        .filter(entry -> WorkloadDistance.between(entry.workload(), workload) == 0)
        .min(Comparator.comparing(entry -> !sameName(entry, workload)));
  }

  private static boolean sameName(CatalogueEntry entry, AttentionWorkload workload) {
    return entry.workload().name().equals(workload.name());
  }

  /**
   * This document with {@code entry} in place of the one for the same workload name and objective,
   * or at the end. Entries whose workload has that name but other figures are left out: the name
   * now means the workload of {@code entry}.
   */
  public CatalogueDocument with(CatalogueEntry entry) {
    AttentionWorkload workload = entry.workload();
    List<CatalogueEntry> changed = new ArrayList<>(entries);
    changed.replaceAll(
        old -> sameName(old, workload) && old.objective() == entry.objective() ? entry : old);
    if (!changed.contains(entry)) {
      changed.add(entry);
    }
    changed.removeIf(old -> sameName(old, workload) && !old.workload().hasFiguresOf(workload));
    return new CatalogueDocument(accelerator, changed);
  }

  /**
   * This document with its entries in the order of these workload names, and by objective for each
   * workload; entries for other workloads follow in their present order.
   */
  public CatalogueDocument inOrderOf(List<String> workloadNames) {
    List<CatalogueEntry> ordered = new ArrayList<>();
    for (String name : workloadNames) {
      entries.stream()
          .filter(entry -> entry.workload().name().equals(name))
          .sorted(Comparator.comparing(CatalogueEntry::objective))
          .forEach(ordered::add);
    }
    entries.stream()
        .filter(entry -> !workloadNames.contains(entry.workload().name()))
        .forEach(ordered::add);
    return new CatalogueDocument(accelerator, ordered);
  }

  /** The document as a JSON object. */
  public ObjectNode toJson() {
    ObjectNode root = StrictJson.newObject();
    root.put("$schema", SchemaId.of("catalogue", SCHEMA_VERSION));
    root.put("schemaVersion", SCHEMA_VERSION);
    root.set("accelerator", accelerator.toJson());
    ArrayNode array = root.putArray("entries");
    entries.forEach(entry -> array.add(entry.toJson(accelerator.name())));
    return root;
  }

  /**
   * Writes the document, whole or not at all.
   *
   * @throws InvalidInputException if the file cannot be written
   */
  public void write(Path file) {
    StrictJson.writeFile(file, toJson());
  }
}
