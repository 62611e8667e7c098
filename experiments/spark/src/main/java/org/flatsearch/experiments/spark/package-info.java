/**
 * Executes the runs of an experiment on an Apache Spark cluster: {@code run FILE --runner spark}.
 *
 * <p>{@link org.flatsearch.experiments.spark.SparkRunner} is the runner that the command line
 * finds. The driver cuts the open runs into batches large enough to outweigh the cost of a task
 * ({@code Backlog}, {@code Pace}), submits them as Spark jobs of a few batches each ({@code
 * Dispatch}, {@code Wave}) and passes on outcomes as batches end. A task ({@code BatchTask})
 * executes its runs one after another; runs are sent as JSON and return as lines, both compressed.
 *
 * <p>Spark repeats a task whose executor is lost. A batch that is lost again and again is split,
 * and its runs are executed one at a time with nothing else under way, so that only the run at
 * fault is recorded as failed.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.spark;
