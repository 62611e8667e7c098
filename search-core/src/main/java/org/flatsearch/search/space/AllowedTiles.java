package org.flatsearch.search.space;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.flatsearch.search.Restriction;

/**
 * The tile sizes that a user allows.
 *
 * <p>A space leaves out a tile that another tile beats, which is wrong if the better tile is not
 * allowed: for 1000 rows in 3 tiles the best tile is 334, but the best multiple of 16 is 336. So a
 * space must know the restrictions when it chooses its tiles, and must offer for each restricted
 * decision the tiles that no other <em>allowed</em> tile beats.
 */
public final class AllowedTiles {
  /** No restriction: every tile. */
  public static final AllowedTiles ALL = new AllowedTiles(List.of());

  private final List<Restriction> restrictions;

  /** The tiles that these restrictions together leave. */
  public AllowedTiles(List<Restriction> restrictions) {
    this.restrictions = List.copyOf(restrictions);
  }

  /** The rule for the tiles of a decision, by its name; empty if nothing restricts it. */
  public Optional<IntPredicate> of(String decision) {
    return restrictions.stream()
        .filter(restriction -> restriction.decision().equals(decision))
        .map(Restriction::ofNumbers)
        .reduce(IntPredicate::and);
  }
}
