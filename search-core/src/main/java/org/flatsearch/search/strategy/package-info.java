/**
 * What strategies share: drawing points, and changing them.
 *
 * <p>Strategies see integers only. All that they know of a decision is the size of its domain,
 * whether neighbouring values are alike ({@link org.flatsearch.search.Decision.Kind}), and the
 * numbers that values stand for, if any ({@link org.flatsearch.search.Decision#number}); of points,
 * that some vectors may stand for the same one ({@link
 * org.flatsearch.search.SearchProblem#makeCanonical}). {@link
 * org.flatsearch.search.strategy.Neighbourhood} makes the most of that. The strategies themselves
 * are in the packages below: {@code baseline}, {@code genetic}, {@code local}, {@code continuous},
 * {@code exact}.
 */
package org.flatsearch.search.strategy;
