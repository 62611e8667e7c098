/**
 * Tables of the block sizes that a kernel should use, shape by shape.
 *
 * <ul>
 *   <li>{@link org.flatsearch.experiments.tiles.ShapeFile} and {@link
 *       org.flatsearch.experiments.tiles.Range} say which shapes there are;
 *   <li>{@link org.flatsearch.experiments.tiles.TileSearch} finds the {@code ShapeTiles} of each,
 *       on all cores, and {@link org.flatsearch.experiments.tiles.TileJournal} keeps them until the
 *       table is whole;
 *   <li>{@link org.flatsearch.experiments.tiles.TableFormat} writes the table.
 * </ul>
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.tiles;
