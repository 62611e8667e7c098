/**
 * Exports schedules to other tools and imports them.
 *
 * <p>A {@link org.flatsearch.results.exchange.ScheduleExporter} writes a schedule in the format of
 * another tool; there is one package for each tool. It notes, also in the files, what the format
 * cannot express, and refuses a schedule that the format would misrepresent. A {@link
 * org.flatsearch.results.exchange.ScheduleImporter} reads a schedule from such files. {@link
 * org.flatsearch.results.exchange.ScheduleExporters} and {@link
 * org.flatsearch.results.exchange.ScheduleImporters} find them by name, including those of other
 * jars.
 *
 * <pre>{@code
 * ExportedFiles files =
 *     ScheduleExporters.named("loopnest-c").export(schedule, accelerator, workload);
 * files.notes().forEach(System.err::println);
 * files.writeTo(Path.of("out"));
 * }</pre>
 *
 * <p>API for programs and plug-ins.
 */
package org.flatsearch.results.exchange;
