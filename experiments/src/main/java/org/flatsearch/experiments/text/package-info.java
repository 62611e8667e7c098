/**
 * What the commands show to people: numbers with units, aligned columns, and the sections that
 * describe a schedule, its cost and a search.
 *
 * <p>{@code Units} formats numbers, {@code Columns} formats tables; every other class writes the
 * text of what it is named after. {@code SearchText} assembles what {@code search} shows, from
 * {@code EvaluationText} and {@code CostText} (which {@code evaluate} and {@code explain} show as
 * well) to {@code NextStep}.
 *
 * <p>Everything here turns values into text and depends only on its arguments, so the same command
 * prints the same bytes.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.text;
