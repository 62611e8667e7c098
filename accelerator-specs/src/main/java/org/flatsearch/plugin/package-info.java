/**
 * Plug-ins from jars on the class path: cost models, spaces, strategies, formats, runners.
 *
 * <p>A plug-in is a public class with a public no-argument constructor that implements one of the
 * interfaces {@code CostModel}, {@code SpaceProvider}, {@code SearchStrategy}, {@code
 * ScheduleExporter}, {@code ScheduleImporter} or {@code Runner}. Its jar has a text file in {@code
 * META-INF/services} whose name is the full name of the interface, and in which each line is the
 * full name of such a class. With the jar on the class path, {@code list} shows the plug-in and
 * every command can use it by its name. The implementations that ship with FlatSearch are found in
 * the same way.
 *
 * <pre>
 * java -cp flatsearch.jar:plug-in.jar org.flatsearch.experiments.FlatSearch list strategies
 * </pre>
 *
 * <p>{@code java -jar flatsearch.jar} reads only that jar, whatever the class path is.
 *
 * <p>{@link org.flatsearch.plugin.PlugIns} creates one instance of each when a command needs that
 * kind, and refuses the class path if one can't be loaded or if its name is taken. Only spaces may
 * share a name, as each is for certain models. Plug-ins are trusted: what one throws ends that
 * search, export or import, or that run of an experiment, with a message that names it ({@code
 * PlugInGuard}); one that hangs is ended by Ctrl-C. A runner that fails ends the experiment; the
 * runs that are finished are kept.
 *
 * <p>API for programs: {@code PlugInFailedException}; the rest is internal.
 */
package org.flatsearch.plugin;
