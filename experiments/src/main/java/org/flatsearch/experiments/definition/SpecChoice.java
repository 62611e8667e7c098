package org.flatsearch.experiments.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An accelerator or a workload of a definition, before sweeps change it.
 *
 * @param spec the accelerator or workload of the catalogue or the file
 * @param changes figures to change, by their path
 */
record SpecChoice<T>(T spec, Map<String, Located<String>> changes) {
  SpecChoice {
    Objects.requireNonNull(spec, "spec");
    changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
  }
}
