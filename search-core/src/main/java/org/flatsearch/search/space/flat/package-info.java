/**
 * The spaces of model {@code flat}: {@link org.flatsearch.search.space.flat.FlatPublishedSpace},
 * the 256 points that FLAT searched, in its order, and {@link
 * org.flatsearch.search.space.flat.FlatFullSpace}, everything that the model accepts and that can
 * matter. A space leaves out a schedule only if another of its points beats or equals it in every
 * metric; its class comment proves this, and tests compare the space with brute force over every
 * integer tile.
 *
 * <p>Both offer a {@link org.flatsearch.search.Decomposition}, so that exact strategies can prove
 * their optimum without evaluating every point.
 *
 * <p>API for programs: {@code FlatPublishedSpace} and {@code FlatFullSpace}; the rest is internal.
 */
package org.flatsearch.search.space.flat;
