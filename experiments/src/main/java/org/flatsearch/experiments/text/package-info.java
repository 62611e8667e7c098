/**
 * What the commands show to people: numbers with units, aligned columns, and the sections that
 * describe a schedule, its cost and a search.
 *
 * <p>{@code Units} has the numbers, {@code Columns} the tables; every other class is the text of
 * what it is called after. What {@code search} shows is put together in {@code SearchText}, from
 * {@code EvaluationText} and {@code CostText} (which {@code evaluate} and {@code explain} show as
 * well) to {@code NextStep}.
 *
 * <p>Everything here turns values into text and depends on nothing but its arguments, so that the
 * same command prints the same bytes.
 */
package org.flatsearch.experiments.text;
