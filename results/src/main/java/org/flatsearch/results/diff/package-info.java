/**
 * Two schedules side by side: the decisions in which they differ, what each decision is worth on
 * its own, and what each schedule costs, part by part.
 *
 * <pre>{@code
 * ScheduleDiff diff = ScheduleDiff.of(before, after, model);
 * diff.decisions().forEach(row -> System.out.println(row.decision() + ": " + row.a() + " -> " + row.b()));
 * }</pre>
 *
 * <p>API for programs.
 */
package org.flatsearch.results.diff;
