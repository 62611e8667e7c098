/**
 * The commands of the command line, one class each:
 *
 * <ul>
 *   <li>{@code search} finds a schedule, {@code evaluate} says what it costs, {@code explain} says
 *       why, and {@code diff} says how two schedules differ;
 *   <li>{@code export} and {@code import} write and read schedules in the formats of other tools;
 *   <li>{@code catalogue} has {@code list}, {@code show}, {@code check} and {@code build} for the
 *       best-known schedules; {@code list} shows what the other commands know by name;
 *   <li>{@code run} executes an experiment, {@code compare} tests its strategies against each
 *       other, {@code report} shows its results;
 *   <li>{@code silicon} holds a model against measured kernels, {@code calibrate} fits an
 *       accelerator to them, {@code tiles} writes the tables that kernels read.
 * </ul>
 *
 * <p>Before any command begins, picocli has read the values of its arguments, and {@link
 * org.flatsearch.experiments.command.InputFiles} has refused an output that would replace what it
 * reads, or another output.
 *
 * <p>A command has its options (options that several commands share are in mixins such as {@link
 * org.flatsearch.experiments.command.TargetOptions}), checks them before it does any work, and
 * leaves the work to the modules below and the wording to {@code org.flatsearch.experiments.text}.
 * Cost models, spaces and strategies are found by name, so plug-ins on the class path are included.
 * Results go to standard output, everything else to standard error; {@link
 * org.flatsearch.experiments.command.CommandErrors} has the exit codes of failures. The wording of
 * each command is in the golden files of {@code GoldenOutputTest}.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.command;
