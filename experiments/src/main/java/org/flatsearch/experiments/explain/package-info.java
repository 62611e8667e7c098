/**
 * Why a schedule costs what it costs: energy by part, and what small changes would give and take.
 */
package org.flatsearch.experiments.explain;
