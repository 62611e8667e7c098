/**
 * JSON Schemas (draft 2020-12) of FlatSearch's documents, built by the code that knows the rules,
 * so that editors can complete and check what users write. A schema is never stricter than the
 * reader of its document; only the reader checks rules between fields.
 *
 * <p>The schemas ship as resources. Tests compare them with what this code builds; with {@code
 * -Dflatsearch.writeSchemas=true} they write them anew.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.json.schema;
