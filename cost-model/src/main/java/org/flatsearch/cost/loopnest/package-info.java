/**
 * The cost model {@code loopnest}: the exact data movement of any fused loop nest in closed form,
 * and a latency that never exceeds the walker's ({@code org.flatsearch.cost.walk}).
 *
 * <p><b>Reading order.</b> {@code LoopNestEvaluator} counts both stages, joins them with the
 * softmax between them, and bounds the latency from below. It uses the package {@code tile}: how
 * often the tiles of a stage move, what the array does on them, which core gets them, how much of
 * the buffer they take.
 *
 * <p>{@code StageCounter} derives the traffic rule and counts a stage (K and V in {@code
 * countWeight}); {@code StageCosts} holds the counts, by which an exact search compares the choices
 * of a stage.
 *
 * <p>{@code LiveCounter} takes its place where tiles differ by more than their size: under a mask,
 * where keys are cut into steps or split into parts, where cores take tiles from a queue or share a
 * buffer. It sums over {@code LiveTiles}, and over bounds of these where many nests are counted at
 * once. {@code PartialOutputs} adds what split keys cost besides: each part of a row tile stores F
 * + 2 words a row, and a merge reads them. Array and lanes of the core with most dealt tiles
 * (instance, part, rows) and one merge after its last work bound the latency.
 *
 * <p>The latency is the larger of two lower bounds. The on-chip port of a core moves all words of
 * array, lanes and transfers one after another. {@code CriticalChains} numbers the walker's rules
 * and evaluates a few closed-form chains, each a sum over all <em>phases</em>: a phase is the work
 * of a stage on one shared tile. The chains are built from {@code StageTimes}, which these classes
 * fill in:
 *
 * <ul>
 *   <li>{@code PhaseTimes}: work, loads and stores within phases;
 *   <li>{@code StageEnds}: what chains begin and end with: first loads, last work, last store;
 *   <li>{@code WorkAtHand} and {@code TransferTimes}: how much of a transfer work can hide, for the
 *       chain of {@code UnhiddenTransfers}.
 * </ul>
 *
 * <p><b>Terms</b> that names here and in {@code tile} are made of:
 *
 * <ul>
 *   <li><em>input, weight, output</em>: the operands of a stage's matrix product. In Logit they are
 *       Q, K and the logits, in Attend the logits, V and O. The input is the operand on the row
 *       side.
 *   <li><em>held</em>: in the buffer; <em>moved</em>: held, and loaded or stored tile by tile;
 *       <em>streamed</em>: passing the buffer by, between DRAM and the array.
 *   <li><em>step</em>: the array's work on one DRAM tile of a stage. A phase consists of steps.
 *   <li><em>inside</em>: within a phase. The <em>first</em> tile or load of a tensor is that of the
 *       first step of a phase that needs another tile.
 *   <li><em>confined</em>: transfers that a channel has to make while a phase lasts;
 *       <em>exposed</em>: transfers that the array waits for between two steps.
 *   <li><em>share</em>: the largest part of a whole that one item can have; <em>least</em>: the
 *       smallest that the last, ragged part can be; <em>even</em>: without what only some parts
 *       have, such as reads of partial sums.
 * </ul>
 *
 * <p><b>What may be changed.</b> Three things must hold. Every count equals the walker's. No time
 * exceeds the walker's. And no figure falls when one that it is made of rises, because an exact
 * search bounds a set of nests by evaluating the minima of their figures. So a new bound is a
 * maximum of sums of figures, and its comment says which of the walker's rules it follows. {@code
 * WalkerEqualityTest}, {@code LatencyBoundTest}, {@code AdversarialLatencyTest} and {@code
 * BoundsOfSearchTest} look for violations. Whatever changes a figure of any nest raises {@code
 * LoopNestModel.VERSION}. Evaluating allocates nothing: objects are created once and refilled.
 *
 * <p>API for programs and plug-ins: {@code LoopNestModel}; the rest is internal, also in the
 * packages below.
 */
package org.flatsearch.cost.loopnest;
