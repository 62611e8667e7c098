/**
 * The commands of the command line, a class each:
 *
 * <ul>
 *   <li>{@code search} finds a schedule, {@code evaluate} says what one costs, {@code explain} why,
 *       and {@code diff} in what two of them differ;
 *   <li>{@code export} and {@code import} write and read schedules in the formats of other tools;
 *   <li>{@code catalogue} has {@code list}, {@code show}, {@code check} and {@code build} for the
 *       best-known schedules, {@code list} shows what there is by name;
 *   <li>{@code run} executes an experiment, {@code compare} tests its strategies against each
 *       other, {@code report} shows its results.
 * </ul>
 *
 * <p>A command reads its options (those that several share are in mixins such as {@link
 * org.flatsearch.experiments.command.TargetOptions}), checks them before it does any work, and
 * leaves the work to the modules below and the wording to {@code org.flatsearch.experiments.text}.
 * Cost models, spaces and strategies are found by name, so that those of a jar on the class path
 * take part. Results go to standard output, everything else to standard error; {@link
 * org.flatsearch.experiments.command.CommandErrors} has the messages and exit codes of what fails.
 */
package org.flatsearch.experiments.command;
