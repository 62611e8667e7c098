/**
 * What jars on the class path contribute: cost models, spaces, strategies, formats, runners.
 *
 * <p>A plug-in is a public class with a public constructor without parameters that implements one
 * of the interfaces {@code CostModel}, {@code SpaceProvider}, {@code SearchStrategy}, {@code
 * ScheduleExporter}, {@code ScheduleImporter} or {@code Runner}. Its jar has a text file in {@code
 * META-INF/services} that is called like the interface, package included, and in which each line is
 * the full name of such a class. With the jar on the class path, {@code list} shows the plug-in and
 * every command knows it by its name; what ships with FlatSearch is found in the same way.
 *
 * <pre>
 * java -cp flatsearch.jar:plug-in.jar org.flatsearch.experiments.FlatSearch list strategies
 * </pre>
 *
 * <p>{@code java -jar flatsearch.jar} reads that jar alone, whatever the class path is.
 *
 * <p>{@link org.flatsearch.plugin.PlugIns} makes one of each when a command needs that kind, and
 * refuses the class path, naming the class, where one can't be found, linked or made, has a name of
 * other characters than letters, digits and {@code . _ + -}, or has the name of another; only
 * spaces may share one, as each is for certain models. {@code list} refuses one that does not
 * describe itself in a line. What a plug-in does later is checked where it is used: one that fails
 * ends that search, export or import, or that run of an experiment, and is named; a runner that
 * fails ends the experiment, of which everything that is finished is kept.
 */
package org.flatsearch.plugin;
