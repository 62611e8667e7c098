/**
 * Experiment definitions: the searches that an experiment consists of.
 *
 * <p>A definition is a YAML or JSON file. Its axes (accelerators, workloads, sweeps, models,
 * spaces, objectives, strategies, seeds, budgets) span a matrix. {@code searches} lists several
 * matrices, which inherit the fields that they do not set:
 *
 * <pre>{@code
 * schemaVersion: 1
 * name: buffer
 * accelerators: [flat-edge]
 * workloads: [bert]
 * sweeps:
 *   - bufferBytes: [20KiB, 200KiB, 2MiB]
 * strategies: [random, {name: genetic, parameters: {population: 100}}]
 * seeds: [1..31]
 * }</pre>
 *
 * <p>A strategy may have its own budget: {@code {name: tabu, budget: 50000}}. Restrictions may name
 * extents of the workload: {@code row.tile==$rows}, {@code instance.tile==$heads}.
 *
 * <p>{@link org.flatsearch.experiments.definition.DefinitionReader} reads it strictly and reports
 * every error with line and column; the resource {@code schemas/experiment.schema.json} lets
 * editors complete and check it. {@link org.flatsearch.experiments.definition.PlannedRuns} turns it
 * into a list of {@link org.flatsearch.experiments.definition.Run}s, each of which can be executed
 * anywhere on its own.
 *
 * <p>API for programs and plug-ins: {@code DefinitionReader}, {@code Definition}, {@code
 * PlannedRuns}, {@code PlannedRun} and {@code Run}; the rest is internal.
 */
package org.flatsearch.experiments.definition;
