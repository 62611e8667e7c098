package org.flatsearch.experiments.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.Location;
import org.flatsearch.json.NearestNames;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Names of extents in restrictions: {@code row.tile==$rows} allows whole heads only, whatever the
 * workload, and {@code instance.tile==$heads} all heads of one batch element.
 */
final class NamedExtents {
  private static final Pattern NAME = Pattern.compile("\\$([A-Za-z]*)");

  private static final Map<String, ToLongFunction<AttentionWorkload>> EXTENTS = extents();

  private NamedExtents() {}

  private static Map<String, ToLongFunction<AttentionWorkload>> extents() {
    Map<String, ToLongFunction<AttentionWorkload>> extents = new LinkedHashMap<>();
    extents.put("instances", AttentionWorkload::instances);
    extents.put("heads", AttentionWorkload::keyValueHeads);
    extents.put("rows", AttentionWorkload::rows);
    extents.put("keys", AttentionWorkload::keyLength);
    extents.put("queryDim", AttentionWorkload::queryDim);
    extents.put("valueDim", AttentionWorkload::valueDim);
    return extents;
  }

  /** Refuses a restriction with a name that is not an extent. */
  static void requireKnown(String restriction, Location at) {
    Matcher name = NAME.matcher(restriction);
    while (name.find()) {
      if (!EXTENTS.containsKey(name.group(1))) {
        List<String> known = new ArrayList<>();
        EXTENTS.keySet().forEach(extent -> known.add("$" + extent));
        throw at.invalid(
            "\"%s\" is not an extent of a workload. %s"
                .formatted(name.group(), NearestNames.advice(name.group(), known)));
      }
    }
  }

  /** The restriction with each name replaced by that extent of a workload. */
  static String in(String restriction, AttentionWorkload workload) {
    return NAME.matcher(restriction)
        .replaceAll(name -> Long.toString(EXTENTS.get(name.group(1)).applyAsLong(workload)));
  }
}
