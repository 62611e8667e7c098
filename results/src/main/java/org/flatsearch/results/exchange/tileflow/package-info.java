/**
 * TileFlow (MICRO 2023): fused mappings as trees of tiles, scopes and operators.
 *
 * <p>An export is four files, {@code tileflow arch.yaml prob.yaml map.yaml cfg.yaml}. TileFlow
 * knows dimensions by letters: H instances (batch and key/value heads together, as nothing is
 * reused between them), M rows, L keys, A query dim, N value dim; B is 1. It models the two matrix
 * products, but not the softmax between them, a DRAM channel shared by reads and writes, or slots.
 *
 * <pre>
 * Tile(DRAM)                      shared loops
 *   Scope                         Sharing if nothing is streamed for a stage alone, else Sequential
 *     [Tile(DRAM)]                loops of a stage that stream its operands
 *       [Spatial(DRAM)]           cores
 *         Tile(SRAM)              passes of the array
 *           Spatial(SRAM)         the array
 *             Tile(RF)            nothing
 *               Op
 * </pre>
 *
 * <p>Internal: programs get the classes of this format by its name, from {@code ScheduleExporters}
 * or {@code ScheduleImporters}.
 */
package org.flatsearch.results.exchange.tileflow;
