/**
 * The commands of the command line: {@code search}, {@code evaluate}, {@code explain}, {@code
 * list}, {@code run} and others.
 *
 * <p>A command reads its options (those that several share are in mixins such as {@link
 * org.flatsearch.experiments.command.TargetOptions}), checks them before it does any work, and
 * leaves the work to the modules below and the wording to {@code org.flatsearch.experiments.text}.
 * Cost models, spaces and strategies are found by name, so that those of a jar on the class path
 * take part. Results go to standard output, everything else to standard error.
 */
package org.flatsearch.experiments.command;
