/**
 * Executing experiments so that nothing is lost.
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
 * org.flatsearch.experiments.run.ExperimentHeader}, and one line a finished run, {@link
 * org.flatsearch.experiments.run.RunRecord}, in {@code runs.jsonl}. Lines are appended as runs
 * finish, and put into the order of the definition at the end. A lock keeps a second process out.
 *
 * <p>Where runs are executed is behind {@link org.flatsearch.experiments.run.RunExecutor}: a run is
 * a value that travels as JSON, and its result is a line. {@link
 * org.flatsearch.experiments.run.LocalRunExecutor} executes them in this process. Other jars bring
 * other executors, by way of a {@link org.flatsearch.experiments.run.Runner}.
 *
 * <p>{@link org.flatsearch.experiments.run.CheckedProofs} holds the proofs of runs against what
 * others found, before anything is concluded from them.
 */
package org.flatsearch.experiments.run;
