/**
 * Schedules as kernels for the CPU at hand: a C file and a header that compute attention with the
 * tiles of a schedule, as fast as the CPU can.
 *
 * <p>{@link org.flatsearch.results.exchange.kernel.KernelForm} reads what the kernel takes from a
 * schedule, or says which rule it breaks. {@link
 * org.flatsearch.results.exchange.kernel.KernelSource} puts the text together: constants, and
 * resources of this package, of which {@code micro-kernel.c} says how the kernel works, {@code
 * attention.c} cuts the layer, and the others are programs that check, measure and compare.
 *
 * <p>Internal: programs get the exporter by its name, from {@code ScheduleExporters}.
 */
package org.flatsearch.results.exchange.kernel;
