/**
 * Kernels as documents: what their users can choose, and what they cost on a chip.
 *
 * <ul>
 *   <li>{@code Kernel} is a document, read and checked; its numbers are {@code Expression}s of its
 *       {@code Parameter}s, of the layer and of the chip;
 *   <li>{@link org.flatsearch.experiments.kernel.KernelOnChip} is a kernel that runs a layer on a
 *       chip: it makes each choice of parameters a {@code Variant}, a schedule on an accelerator
 *       with the figures of the kernel;
 *   <li>{@link org.flatsearch.experiments.kernel.KernelSearch} finds the best of all variants of
 *       several kernels;
 *   <li>{@link org.flatsearch.experiments.kernel.KernelRun} does so as a run of an experiment.
 * </ul>
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.kernel;
