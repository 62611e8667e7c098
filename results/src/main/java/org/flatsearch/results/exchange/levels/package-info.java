/**
 * Schedules as other mappers describe them: loops at each level of a memory hierarchy.
 *
 * <p>Timeloop and TileFlow describe a mapping by which loops run at DRAM, over the cores, at the
 * buffer and over the array; where a tensor is held follows from that. {@link
 * org.flatsearch.results.exchange.levels.ScheduleLeveller} converts a schedule into that form and
 * notes what changes, {@link org.flatsearch.results.exchange.levels.LevelledSchedule} holds it, and
 * {@link org.flatsearch.results.exchange.levels.LevelledSchedule#toSchedule} converts it back. The
 * classes that know file formats build on these three.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.results.exchange.levels;
