/**
 * AccelForge: {@code Spec.from_yaml("arch.yaml", "workload.yaml", "mapping.yaml")
 * .evaluate_mapping()}.
 *
 * <p>A mapping is a list of nodes: loops state the tile below them, not their iterations, and a
 * tensor is held where a storage node stands. So residencies travel exactly, ragged tiles and slots
 * do not. Rank variables are h instances (batch and key/value heads together), m rows, p keys, e
 * query dim, f value dim; QK are the logits, AV the output. Units are joules, seconds and bits.
 */
package org.flatsearch.results.exchange.accelforge;
