/**
 * Costs of single matrix products, such as the projections and the feed-forward part of a
 * transformer block, by the models that attention has.
 *
 * <p>API for programs.
 */
package org.flatsearch.cost.product;
