/**
 * The CPU at hand: {@link org.flatsearch.experiments.cpu.CpuCalibration} measures it as an
 * accelerator, {@link org.flatsearch.experiments.cpu.Tuning} times the schedules that a model finds
 * best. Both compile programs of {@code org.flatsearch.results.exchange.kernel} by {@link
 * org.flatsearch.experiments.cpu.CompiledProgram}. Their results depend on the machine and its
 * load.
 *
 * <p>Internal: the command line uses it.
 */
package org.flatsearch.experiments.cpu;
