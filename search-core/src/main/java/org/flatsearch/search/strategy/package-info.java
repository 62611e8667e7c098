/**
 * What strategies share: drawing points, and changing them.
 *
 * <p>Strategies see integers only. All that they know of a decision is the size of its domain and
 * whether neighbouring values are alike ({@link org.flatsearch.search.Decision.Kind}); {@link
 * org.flatsearch.search.strategy.Neighbourhood} makes the most of that. The strategies themselves
 * are in the packages below: {@code baseline}, {@code genetic}, {@code local}, {@code continuous}.
 */
package org.flatsearch.search.strategy;
