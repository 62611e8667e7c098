/**
 * Accelerators and attention workloads: what a schedule is made for.
 *
 * <p>{@link org.flatsearch.spec.Accelerator} and {@link org.flatsearch.spec.AttentionWorkload} are
 * immutable and validated on construction, so an object that exists is usable by every cost model.
 * {@link org.flatsearch.spec.SpecCatalogue} finds them by name among those that ship with the
 * program, or in a JSON file:
 *
 * <pre>{@code
 * Accelerator edge = SpecCatalogue.accelerator("flat-edge");
 * Accelerator larger = edge.with("bufferBytes", "1MiB");
 * AttentionWorkload bert = SpecCatalogue.workload("bert").withSequence(4096);
 * }</pre>
 *
 * <p>{@link org.flatsearch.spec.AcceleratorFigure} and {@link org.flatsearch.spec.WorkloadFigure}
 * list every figure with its JSON path, its rule and its default. Reading, writing, changing and
 * validating all follow these lists.
 *
 * <p>API for programs and plug-ins, except {@code SpecNames}, which is internal. JSON Schemas of
 * the documents ship as resources in {@code schemas}.
 */
package org.flatsearch.spec;
