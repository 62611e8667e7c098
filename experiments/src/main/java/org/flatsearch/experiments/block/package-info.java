/**
 * From the layer to the block and the model: the matrix products around attention, what each of
 * them and attention cost, fused or not, and what fusion gains at each level.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.block;
