/** What jars on the class path contribute: cost models, strategies, runners, each by its name. */
package org.flatsearch.plugin;
