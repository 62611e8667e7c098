/**
 * Executes experiments without losing finished runs.
 *
 * <pre>{@code
 * Definition definition = DefinitionReader.read(Path.of("buffer.yaml"));
 * List<PlannedRun> runs = PlannedRuns.of(definition);
 * Preflight.check(runs);
 * RunFolder folder = new RunFolder(Path.of("results/runs/buffer"));
 * new Experiment(definition, runs, folder, "1.0")
 *     .execute(new LocalRunExecutor(2), Experiment.Existing.RESUME, ExperimentListener.NONE);
 * }</pre>
 *
 * <p>The folder of an experiment has a header, {@link
 * org.flatsearch.experiments.run.ExperimentHeader}, and one line for each finished run, {@link
 * org.flatsearch.experiments.record.RunRecord}, in {@code runs.jsonl}. Lines are appended as runs
 * finish, and sorted into the order of the definition at the end. A lock keeps a second process
 * out.
 *
 * <p>{@link org.flatsearch.experiments.run.RunExecutor} hides where runs are executed: a run is a
 * value that is sent as JSON, and its result is a line. {@link
 * org.flatsearch.experiments.run.LocalRunExecutor} executes them in this process. Other jars can
 * add executors through a {@link org.flatsearch.experiments.run.Runner}.
 *
 * <p>API for programs and plug-ins: {@code Runner} with what its methods take and give, {@code
 * RunExecution}, and the classes of the example; the rest is internal.
 */
package org.flatsearch.experiments.run;
