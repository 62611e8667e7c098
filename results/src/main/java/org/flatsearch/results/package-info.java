/**
 * The output of a search as documents: schedules, evaluations and results.
 *
 * <p>{@link org.flatsearch.results.ScheduleDocument} is a schedule on its own, {@link
 * org.flatsearch.results.EvaluationDocument} a schedule with what it costs, {@link
 * org.flatsearch.results.ResultDocument} everything about one search. Each is read strictly (a
 * broken rule is reported with file and JSON path) and written whole or not at all; a document that
 * was written reads back equal. {@link org.flatsearch.results.LoopNestText} formats a schedule for
 * people.
 *
 * <pre>{@code
 * ScheduleDocument document = ScheduleDocument.read(Path.of("schedule.json"));
 * System.out.print(LoopNestText.of(document.schedule(), workload));
 * }</pre>
 *
 * <p>What {@code search --out} writes is a result, not a schedule: {@code
 * ResultDocument.read(file).best()} has the schedule to use. What {@code evaluate --out} writes is
 * an evaluation.
 *
 * <p>Nothing here searches, so a tool that only needs schedules needs no solver.
 *
 * <p>API for programs and plug-ins. JSON Schemas of the documents ship as resources in {@code
 * schemas}.
 */
package org.flatsearch.results;
