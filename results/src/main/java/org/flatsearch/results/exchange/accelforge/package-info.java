/**
 * AccelForge: {@code Spec.from_yaml("arch.yaml", "workload.yaml", "mapping.yaml")
 * .evaluate_mapping()}.
 *
 * <p>A mapping is a list of nodes: a loop states the tile below it, not its iterations, and a
 * tensor is held at its storage node. So residencies are exported exactly, slots are not, and only
 * the outermost loop over a rank may be ragged. Rank variables are h instances (batch and key/value
 * heads together), m rows, p keys, e query dim, f value dim; QK are the logits, AV the output.
 * Units are joules, seconds and bits.
 *
 * <p>Internal: programs get the classes of this format by its name, from {@code ScheduleExporters}
 * or {@code ScheduleImporters}.
 */
package org.flatsearch.results.exchange.accelforge;
