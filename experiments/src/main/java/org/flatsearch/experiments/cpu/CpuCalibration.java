package org.flatsearch.experiments.cpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.exchange.kernel.KernelSource;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WordBytes;

/**
 * This CPU as an accelerator, measured by a program of some seconds.
 *
 * <p>The micro-kernel is the array: a row for each lane of a vector, a column for each row of a
 * block, output stationary, and as many cycles a second as it multiplies one element of a block in.
 * The second level of caches is the buffer, the last one is shared, and behind it is DRAM. The
 * softmax works on lanes and hides nothing: the same instructions are done one after another.
 */
public final class CpuCalibration {
  /** Lane operations of a logit: so many that the model's few for rescaling weigh nothing. */
  private static final int OPERATIONS_OF_LOGIT = 64;

  private static final int DIGITS = 4;
  private static final int DIM = 64;

  private final Cpu cpu = Cpu.here();
  private final int threads;
  private final int wordBytes;
  private final Map<String, Double> measured = new HashMap<>();
  private final Map<String, String> figures = new LinkedHashMap<>();
  private final Accelerator accelerator;

  /**
   * Measures.
   *
   * @param compiler the command of a C compiler
   * @param wordBytes 4 for 32-bit floats, 2 for bf16
   * @param threads cores to use
   * @param name the accelerator's name
   * @throws org.flatsearch.json.InvalidInputException if there is no compiler or it fails
   */
  public CpuCalibration(String compiler, int wordBytes, int threads, String name) {
    this.threads = threads;
    this.wordBytes = wordBytes;
    AttentionWorkload layer =
        new AttentionWorkload("calibration", "", 1, 1, 1, 1024, 1024, DIM, DIM, wordBytes)
            .withBytes(new WordBytes(wordBytes, wordBytes, wordBytes, wordBytes), wordBytes);
    String source = new KernelSource(layer).calibration();
    try (CompiledProgram program = new CompiledProgram(compiler, threads, layer, source)) {
      List<String> caches =
          List.of("" + cpu.firstBytes(), "" + cpu.secondBytes(), "" + cpu.lastBytes());
      for (String line : program.run(caches)) {
        String[] words = line.split(" ");
        measured.put(words[0], Double.parseDouble(words[1]));
      }
    }
    accelerator = accelerator(name);
  }

  private Accelerator accelerator(String name) {
    double perWord = get("per-word");
    double pes = get("lanes") * get("block");
    // A product takes a time for each word of A's rows, and one for each block of sums.
    double words = get("rows") * get("lanes") * 2;
    double few = get("few");
    double many = get("many");
    double perMac =
        (get("logit-many") - get("logit-few") + get("attend-many") - get("attend-few"))
            / (2 * words * (many - few) * perWord);
    double clock = 1 / (perMac * pes);
    double passes = words / pes;
    set("rows", get("lanes"));
    set("columns", get("block"));
    set("cores", threads);
    set("clockHz", clock);
    set("fillCycles.logit", fill(get("logit-few"), passes, clock));
    set("fillCycles.attend", fill(get("attend-few"), passes, clock));
    set("bufferBytes", cpu.secondBytes());
    set("sharedBufferBytes", cpu.lastBytes());
    set("sharedBufferBytesPerSecond", get("bandwidth-3"));
    set("dramReadBytesPerSecond", get("bandwidth-dram"));
    double rows = 2 * get("lanes");
    double perLogit = (get("softmax-many") - get("softmax-few")) / ((2 * many - few) * rows);
    double perRowStep = Math.max(0, get("softmax-few") / rows - few * perLogit);
    double perOutput = get("item") / (get("item-rows") * DIM);
    double operation = perLogit / OPERATIONS_OF_LOGIT;
    set("lanes", 1 / (operation * clock));
    set("laneOperations.perLogit", OPERATIONS_OF_LOGIT);
    set("laneOperations.perOutput", Math.round(perOutput / operation));
    set("laneOperations.perRowStep", Math.round(perRowStep / operation));
    set("lanesHidden", 0);
    // What a product takes longer with A out of the last level, over the time that alone takes.
    double bytes = get("rows") * many * 4;
    double shown =
        (get("logit-far") - get("logit-many")) / (bytes / (get("bandwidth-3") / threads));
    set("loadsHidden", 1 - Math.min(1, Math.max(0, shown)));
    ObjectNode document = document(name);
    return Accelerator.fromJson(StrictJson.readString(StrictJson.write(document), name));
  }

  /** The document: what is not measured is as a CPU has it, or has no figure. */
  private ObjectNode document(String name) {
    Map<String, String> others = new LinkedHashMap<>();
    others.put("multicast", "false");
    others.put("accumulatorBytes", "4");
    others.put("onChipBytesPerSecond", "unlimited");
    others.put("dramShared", "true");
    others.put("dmaLatencyCycles", "0");
    others.put("transferPieces", "1");
    others.put("stationaryLoadCycles", "0");
    others.put("dealing", "queue");
    AcceleratorFigure.names().stream()
        .filter(figure -> figure.startsWith("energy."))
        .forEach(figure -> others.put(figure, "0"));
    Map<String, String> all = new LinkedHashMap<>(others);
    all.putAll(figures);
    ObjectNode document = SpecCatalogue.accelerator("flat-edge").with(all).toJson();
    document.put("name", name);
    document.put(
        "description",
        "%s with %s, in %s: the micro-kernel of export --to kernel as array."
            .formatted(
                cpu.model(),
                Units.plural(threads, "thread"),
                wordBytes == 2 ? "bf16" : "32-bit floats"));
    for (String figure : all.keySet()) {
      if (document.at("/" + figure.replace('.', '/')) instanceof ObjectNode entry) {
        String source =
            figure.startsWith("energy.")
                ? "not measured"
                : "of the kernel that export --to kernel writes";
        entry.put("source", figures.containsKey(figure) ? "measured on " + cpu.model() : source);
      }
    }
    Tuning.KERNELS.forEach(document.putArray("kernels")::add);
    return document;
  }

  /** The accelerator, each of whose figures says where it was measured. */
  public ObjectNode document() {
    return accelerator.toJson();
  }

  /** What was measured, and the figures that follow. */
  public String text() {
    Columns rates = new Columns("lr");
    rates.row("peak of the micro-kernel", Units.digits(2 * get("peak") / 1e9) + " GFLOP/s");
    rates.row("reads, first level", Units.bytesPerSecond(get("bandwidth-1")));
    rates.row("reads, second level", Units.bytesPerSecond(get("bandwidth-2")));
    rates.row("reads, last level", Units.bytesPerSecond(get("bandwidth-3")));
    rates.row("reads, DRAM", Units.bytesPerSecond(get("bandwidth-dram")));
    Columns values = new Columns("lr");
    figures.forEach(values::row);
    return cpu.model() + "\n\n" + rates.text("  ") + "\n" + values.text("  ");
  }

  private double fill(double few, double passes, double clock) {
    return Math.max(0, few / passes * clock - get("few") * get("per-word"));
  }

  private double get(String name) {
    return measured.get(name);
  }

  private void set(String figure, double value) {
    BigDecimal digits = new BigDecimal(value).round(new MathContext(DIGITS));
    figures.put(figure, value == Math.rint(value) ? "" + (long) value : digits.toPlainString());
  }
}
