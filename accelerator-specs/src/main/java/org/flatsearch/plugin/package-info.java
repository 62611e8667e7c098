/** What jars on the class path contribute: cost models, spaces, strategies, formats, runners. */
package org.flatsearch.plugin;
