/**
 * JSON Schemas (draft 2020-12) of our documents, put together by the code that knows the rules, so
 * that editors complete and check what people write. A schema is never stricter than the reader of
 * its document; rules between fields stay with the reader.
 */
package org.flatsearch.json.schema;
