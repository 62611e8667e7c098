/**
 * YAML for the exchange with other tools: text that is written line by line, so that it looks as
 * those tools' own files do and carries comments, and documents that are read as strictly as ours.
 */
package org.flatsearch.results.exchange.yaml;
