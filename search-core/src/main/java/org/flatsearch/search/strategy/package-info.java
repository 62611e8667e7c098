/**
 * What strategies share: drawing points, changing them, and how far apart figures are.
 *
 * <p>Strategies see only integers. Of a decision they know only the size of its domain, whether
 * neighbouring values are alike ({@link org.flatsearch.search.Decision.Kind}), and the numbers that
 * values stand for, if any ({@link org.flatsearch.search.Decision#number}); and of points, that
 * several vectors may stand for the same point ({@link
 * org.flatsearch.search.SearchProblem#makeCanonical}). {@link
 * org.flatsearch.search.strategy.Neighbourhood} builds on that. {@link
 * org.flatsearch.search.strategy.LogarithmicScale} measures differences of figures of any unit. The
 * strategies themselves are in the packages below: {@code baseline}, {@code climbing}, {@code
 * genetic}, {@code local}, {@code continuous}, {@code exact}.
 *
 * <p>API for plug-ins.
 */
package org.flatsearch.search.strategy;
