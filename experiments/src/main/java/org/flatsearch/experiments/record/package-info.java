/**
 * What runs found: the lines that an experiment leaves, whoever executed it.
 *
 * <pre>{@code
 * List<RunRecord> runs = new ArrayList<>();
 * folder.read(runs::add);
 * CheckedProofs checked = CheckedProofs.of(runs);
 * }</pre>
 *
 * <p>A {@link org.flatsearch.experiments.record.RunRecord} is the result of one run, and one line
 * of JSON ({@code RunLine}). A {@link org.flatsearch.experiments.record.ProblemKey} tells which
 * runs searched the same problem. {@link org.flatsearch.experiments.record.CheckedProofs} checks
 * the proofs of runs against what other runs found, before any conclusion is drawn from them.
 *
 * <p>API for programs and plug-ins: {@code RunRecord}; the rest is internal.
 */
package org.flatsearch.experiments.record;
