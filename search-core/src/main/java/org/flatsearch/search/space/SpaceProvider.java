package org.flatsearch.search.space;

import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A kind of space that a search can name: the plug-in interface for spaces.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader}, like cost models and strategies.
 * Spaces of different models may have the same name: {@code full} holds every schedule that its
 * model accepts and that can matter.
 *
 * <p>A model that has a space of its own (one for which {@link #isFor} is true) is searched only in
 * its own spaces. Models that have none are searched in the general spaces, those of model {@code
 * loopnest}. A search that names no space takes {@value Spaces#DEFAULT}; so one of a model's own
 * spaces should have that name, or every search by that model must name a space.
 */
public interface SpaceProvider {
  /** The name on the command line and in results, such as {@code full}. */
  String name();

  /** One line for lists: which schedules it holds. */
  String description();

  /** Whether this space was made for the cost model of that name. */
  boolean isFor(String model);

  /**
   * The space for one accelerator and one workload.
   *
   * @param allowed the tiles that may be used. The space offers for each restricted decision the
   *     allowed tiles that can matter; it may offer others too, and does so where none is allowed:
   *     the search then refuses the restriction, and says which values there are.
   * @throws org.flatsearch.json.InvalidInputException if there is none for that pair, saying why
   */
  ScheduleSpace space(Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed);
}
