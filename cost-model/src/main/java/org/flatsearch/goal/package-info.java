/**
 * What a search is to reach and how far it came: the {@link org.flatsearch.goal.Objective} with its
 * {@link org.flatsearch.goal.Tolerance}, the {@link org.flatsearch.goal.Budget}, and of a finished
 * search the {@link org.flatsearch.goal.Trace}, why it {@linkplain org.flatsearch.goal.Stop ended}
 * and what it {@linkplain org.flatsearch.goal.Status proved}. Apart from the searches, so that a
 * tool that reads results needs no solver.
 *
 * <p>API for programs and plug-ins: all of it.
 */
package org.flatsearch.goal;
