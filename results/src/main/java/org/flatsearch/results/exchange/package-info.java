/**
 * Schedules on their way to other tools and back.
 *
 * <p>A {@link org.flatsearch.results.exchange.ScheduleExporter} writes a schedule in the format of
 * another tool, one package a tool. It says in notes, and in the files, what that format could not
 * express; what would be wrong there is refused. A {@link
 * org.flatsearch.results.exchange.ScheduleImporter} reads a schedule from such files. {@link
 * org.flatsearch.results.exchange.ScheduleExporters} and {@link
 * org.flatsearch.results.exchange.ScheduleImporters} find them by name, those of other jars
 * included.
 *
 * <pre>{@code
 * ExportedFiles files =
 *     ScheduleExporters.named("loopnest-c").export(schedule, accelerator, workload);
 * files.notes().forEach(System.err::println);
 * files.writeTo(Path.of("out"));
 * }</pre>
 */
package org.flatsearch.results.exchange;
