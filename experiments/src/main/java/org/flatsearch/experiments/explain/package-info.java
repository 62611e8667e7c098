/**
 * Why a schedule costs what it costs: energy by part, and what small changes would gain or lose.
 *
 * <pre>{@code
 * Explanation explanation = Explanation.of(evaluation, model);
 * explanation.energyParts().forEach((part, joules) -> System.out.println(part + ": " + joules));
 * explanation.better().forEach(alternative -> System.out.println(alternative.change()));
 * }</pre>
 *
 * <p>{@link org.flatsearch.experiments.explain.Explanation} is the entry point: it takes an
 * evaluation and the model that made it, and has the model rate every schedule that differs in one
 * choice. This package decides which changes are tried. Nothing here knows of command lines; {@link
 * org.flatsearch.experiments.text.ExplanationText} puts an explanation into words.
 *
 * <p>API for programs.
 */
package org.flatsearch.experiments.explain;
