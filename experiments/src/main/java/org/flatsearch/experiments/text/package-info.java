/**
 * What the commands show to people: numbers with units, aligned columns, and the sections that
 * describe a schedule, its cost and a search.
 *
 * <p>Everything here turns values into text and depends on nothing but its arguments, so that the
 * same command prints the same bytes.
 */
package org.flatsearch.experiments.text;
