package org.flatsearch.experiments.command;

import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * What a schedule is for.
 *
 * @param accelerator where it runs
 * @param workload what it computes
 */
record Target(Accelerator accelerator, AttentionWorkload workload) {}
