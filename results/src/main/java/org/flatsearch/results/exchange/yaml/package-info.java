/**
 * YAML for the exchange with other tools. It is written line by line, so that it looks like those
 * tools' own files and carries comments, and read as strictly as FlatSearch's own documents.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.results.exchange.yaml;
