/**
 * Writes YAML for the exchange with other tools, line by line, so that it looks like those tools'
 * own files and carries comments.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.results.exchange.yaml;
