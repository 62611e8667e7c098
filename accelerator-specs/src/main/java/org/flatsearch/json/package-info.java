/**
 * Strict reading and writing of JSON documents, whole files, and the errors that users see.
 *
 * <p>Every document that FlatSearch reads or writes (accelerators, workloads, schedules, results,
 * experiments) passes through this package, so that each mistake is found early and reported in the
 * same way:
 *
 * <pre>{@code
 * JsonObjectReader root = StrictJson.readFile(Path.of("chip.json"));
 * root.requireDocument(1, "name", "rows");
 * String name = root.requiredString("name", "\"my-chip\"");
 * int rows = root.required("rows", "32").asInt(1, 1024);
 * }</pre>
 *
 * <p>{@link org.flatsearch.json.StrictJson} accepts plain JSON in UTF-8 and nothing else: no
 * comments, no duplicate keys, no NaN, nothing after the document, no excessive depth or size.
 * {@link org.flatsearch.json.StrictYaml} is as strict with YAML, for experiments and files of other
 * tools. {@link org.flatsearch.json.JsonObjectReader} and {@link
 * org.flatsearch.json.JsonValueReader} know their place in the document, so their messages name the
 * file, the line and column if that is worth its time, and the JSON path. Nothing is coerced: the
 * string {@code "12"} is not the number 12, and 1.5 is not a whole number.
 *
 * <p>{@link org.flatsearch.json.AtomicFile} writes a file whole or not at all, and {@link
 * org.flatsearch.json.AtomicFolder} a folder. {@link org.flatsearch.json.NearestNames} words the
 * advice for an unknown name, {@link org.flatsearch.json.ShownText} shortens what a message quotes.
 * Errors in a document are {@link org.flatsearch.json.InvalidInputException}s, whose messages are
 * meant for the user; a disk that fails or is full is a {@link
 * org.flatsearch.json.WriteFailedException}.
 *
 * <p>API for programs and plug-ins: {@code StrictJson}, {@code JsonObjectReader}, {@code
 * JsonValueReader}, {@code Location} and the exceptions; the rest is internal.
 */
package org.flatsearch.json;
