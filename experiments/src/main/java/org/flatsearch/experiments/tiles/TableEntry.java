package org.flatsearch.experiments.tiles;

import java.util.Map;
import org.flatsearch.json.Location;
import org.flatsearch.spec.AttentionWorkload;

/**
 * An entry of a table that exists.
 *
 * @param shape its shape; what the table does not say of it is assumed
 * @param parameters its blocks
 * @param at where it stands
 */
record TableEntry(AttentionWorkload shape, Map<String, Integer> parameters, Location at) {}
