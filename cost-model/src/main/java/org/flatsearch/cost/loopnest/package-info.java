/**
 * The cost model {@code loopnest}: exact data movement of any fused loop nest in closed form, and a
 * latency that never exceeds the walker's ({@code org.flatsearch.cost.walk}).
 *
 * <p><b>Reading order.</b> {@code LoopNestEvaluator} counts both stages, joins them with the
 * softmax between, and bounds the time. It asks three packages, each of which knows those before it
 * only:
 *
 * <ol>
 *   <li>{@code tile}: how often the tiles of a stage move, what the array does on them, which core
 *       gets them, what they take of the buffer;
 *   <li>{@code phase}: what a stage does on one shared tile, a <em>phase</em>;
 *   <li>{@code timeline}: when a core is done with one phase after another.
 * </ol>
 *
 * <p>Words, bytes and energy need {@code tile} and two classes here: {@code StageCounter} derives
 * the rule of traffic and counts a stage (K and V in {@code countWeight}), {@code StageCosts} holds
 * the counts, by which an exact search compares the choices of a stage.
 *
 * <p>The latency is the longer of two lower bounds. {@code CriticalChains} numbers the walker's
 * rules and adds up sums over all phases, in a few sums and maxima; they hold for bounds over many
 * nests too. {@code PhaseTimeline} applies the same rules phase by phase; it takes longer, is
 * closer to the walker, and needs a nest whose shared tiles are known. The chains are made of
 * {@code StageTimes}:
 *
 * <ul>
 *   <li>{@code PhaseTimes} counts work, loads and stores within phases;
 *   <li>{@code StageEnds} what chains begin and end with: first loads, last work, last store;
 *   <li>{@code WorkAtHand} and {@code TransferTimes} what one transfer can hide, for the chain of
 *       {@code WorkBesideTransfers}.
 * </ul>
 *
 * <p><b>Words</b> that names here and in the packages below are made of:
 *
 * <ul>
 *   <li><em>input, weight, output</em>: Q, K and logits of Logit, logits, V and O of Attend; the
 *       input is on the row side. <em>Held</em>: in the buffer; <em>moved</em>: held, and loaded or
 *       stored tile by tile; <em>streamed</em>: past the buffer.
 *   <li><em>step</em>: the work on one tile of all loops. A phase is made of steps.
 *   <li><em>inside</em>: within a phase; <em>first</em>: of the first step that needs it.
 *   <li><em>queue</em>: from the beginning of a phase to the end of its last load, where slots keep
 *       that load from being earlier; <em>tail</em>: the work after that load.
 *   <li><em>confined</em>: what a channel has to move while a phase lasts; <em>exposed</em>: what
 *       the array waits for between two steps; <em>ahead</em>: loaded before its phase begins;
 *       <em>beside</em>: while loads of other phases are served between streams.
 *   <li><em>share</em>: the most of a whole that one part can have; <em>least</em>: what the last,
 *       ragged part has at least; <em>even</em>: without what only some parts have.
 * </ul>
 *
 * <p><b>What may be changed.</b> Everything that is counted equals what the walker counts; no time
 * exceeds the walker's; and no figure falls when one that it is made of rises, for an exact search
 * bounds sets of nests with the least of their figures. So a new bound is a maximum of sums of
 * figures, and says in its comment which of the walker's rules it follows. {@code
 * WalkerEqualityTest}, {@code LatencyBoundTest}, {@code AdversarialLatencyTest} and {@code
 * BoundsOfSearchTest} look for what breaks this. Whatever changes a figure of any nest raises
 * {@code LoopNestModel.VERSION}. Evaluating allocates nothing: objects are made once and filled
 * again and again.
 */
package org.flatsearch.cost.loopnest;
