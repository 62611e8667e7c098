/**
 * Single matrix products as search problems: the projections and the feed-forward part of a
 * transformer block.
 *
 * <p>API for programs.
 */
package org.flatsearch.search.product;
