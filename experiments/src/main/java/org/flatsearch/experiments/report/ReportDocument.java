package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.flatsearch.experiments.compare.ComparisonDocument;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.Outline;
import org.flatsearch.experiments.record.CheckedProofs;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.record.WrongProof;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.text.ComparisonText;
import org.flatsearch.experiments.text.DefectText;
import org.flatsearch.json.StrictJson;

/**
 * Everything that a report shows, as one JSON document: the page draws it and computes nothing that
 * matters. Its size depends on what there is to show and hardly on the number of runs.
 */
final class ReportDocument {
  private final ExperimentHeader header;
  private final List<RunRecord> runs;
  private final List<WrongProof> wrongProofs;
  private final List<BestRun> bestRuns;
  private final StrategyComparison comparison;

  ReportDocument(ExperimentHeader header, List<RunRecord> runs) {
    this.header = header;
    CheckedProofs checked = CheckedProofs.of(runs);
    this.runs = checked.runs();
    wrongProofs = checked.wrong();
    bestRuns = BestRun.of(this.runs);
    comparison = StrategyComparison.ofContested(this.runs);
  }

  ObjectNode toJson() {
    Outline outline = DefinitionReader.outline(header.definitionText(), header.definitionFile());
    ObjectNode json = StrictJson.newObject();
    json.put("name", header.name());
    json.put("description", outline.description());
    json.set("summary", summary(outline));
    json.set("searches", searches(outline));
    List<Gains> gains = Gains.of(outline.comparisons(), bestRuns);
    ArrayNode factors = json.putArray("gains");
    gains.forEach(each -> factors.add(each.toJson()));
    json.put("gainsNote", Gains.note(gains));
    ArrayNode requirements = json.putArray("reach");
    Requirement.of(header, bestRuns).forEach(each -> requirements.add(each.toJson()));
    json.set("accelerators", TargetsDocument.accelerators(header));
    json.set("workloads", TargetsDocument.workloads(header));
    json.set("outcomes", BestRunsDocument.of(header, bestRuns, runs));
    ArrayNode blocks = json.putArray("blocks");
    KernelBlocks.of(header, bestRuns).forEach(each -> blocks.add(each.toJson()));
    json.set("points", PointsDocument.of(runs));
    json.set("comparison", comparison());
    json.set("provenance", provenance());
    return json;
  }

  private ObjectNode summary(Outline outline) {
    ObjectNode json = StrictJson.newObject();
    json.put("planned", header.runs());
    json.put("finished", runs.size());
    json.put("problems", runs.stream().map(ProblemKey::of).distinct().count());
    json.put(
        "strategies",
        runs.stream()
            .map(run -> List.of(run.setting().strategy(), run.setting().parameters()))
            .distinct()
            .count());
    json.put("outcomes", bestRuns.size());
    json.put("proven", bestRuns.stream().filter(BestRun::proven).count());
    json.put(
        "bounded", bestRuns.stream().filter(best -> !best.proven() && best.gap() >= 0).count());
    json.put("infeasible", bestRuns.stream().filter(best -> !best.run().isFeasible()).count());
    json.put("evaluations", runs.stream().mapToLong(RunRecord::evaluations).sum());
    json.set(
        "cpuSeconds", StrictJson.number(runs.stream().mapToDouble(RunRecord::cpuSeconds).sum()));
    json.put("replayed", ReplayNote.of(bestRuns));
    ArrayNode remarks = json.putArray("remarks");
    DefectText.of(wrongProofs).forEach(remarks::add);
    PreviewNote.of(header, outline, runs).ifPresent(remarks::add);
    comparison.remarks().forEach(remarks::add);
    return json;
  }

  /** The searches that have results, in the order of the definition. */
  private ArrayNode searches(Outline outline) {
    Set<String> present = new LinkedHashSet<>();
    bestRuns.forEach(best -> present.add(best.run().search()));
    List<String> ordered = new ArrayList<>(outline.searchNames());
    ordered.retainAll(present);
    ArrayNode json = StrictJson.newObject().putArray("searches");
    ordered.forEach(json::add);
    return json;
  }

  private ObjectNode comparison() {
    ObjectNode json = ComparisonDocument.of(comparison);
    ArrayNode names = json.putArray("problemNames");
    comparison.problems().forEach(problem -> names.add(ComparisonText.name(problem.key())));
    ObjectNode references = json.putObject("references");
    comparison.references().forEach((kind, count) -> references.put(kind.text(), count));
    AnytimeCurves curves = new AnytimeCurves(comparison);
    json.put("pairNotes", ComparisonText.pairNotes(comparison));
    json.set("finalGaps", curves.finalGaps());
    json.set("convergence", curves.convergence());
    json.set("ecdf", curves.ecdf());
    return json;
  }

  private ObjectNode provenance() {
    ObjectNode json = StrictJson.newObject();
    json.put("definitionFile", header.definitionFile());
    json.put("definitionHash", header.definitionHash());
    json.put("definition", header.definitionText());
    ArrayNode sessions = json.putArray("sessions");
    header.sessions().forEach(session -> sessions.add(session.toJson()));
    ArrayNode models = json.putArray("models");
    header.modelsWithVersions().forEach(models::add);
    return json;
  }
}
