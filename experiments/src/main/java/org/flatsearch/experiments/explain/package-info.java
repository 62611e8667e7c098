/**
 * Why a schedule costs what it costs: energy by part, and what small changes would give and take.
 *
 * <pre>{@code
 * Explanation explanation = Explanation.of(evaluation, model);
 * explanation.energyParts().forEach((part, joules) -> System.out.println(part + ": " + joules));
 * explanation.better().forEach(alternative -> System.out.println(alternative.change()));
 * }</pre>
 *
 * <p>{@link org.flatsearch.experiments.explain.Explanation} is the way in: it takes an evaluation
 * and the model that made it, and has the model rate every schedule that differs in one choice.
 * Each that gains, or makes room, is an {@link org.flatsearch.experiments.explain.Alternative}.
 * {@link org.flatsearch.experiments.explain.EnergyParts} can be used by itself, on any cost. Which
 * changes are tried is a matter of this package. Nothing here knows of command lines; {@link
 * org.flatsearch.experiments.text.ExplanationText} puts an explanation into words.
 */
package org.flatsearch.experiments.explain;
