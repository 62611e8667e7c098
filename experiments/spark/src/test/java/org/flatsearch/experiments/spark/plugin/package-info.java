/** A plug-in of a third party, which tests put into a jar of its own. */
package org.flatsearch.experiments.spark.plugin;
