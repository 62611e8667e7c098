package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule as a JSON document, schema version {@value #SCHEMA_VERSION}.
 *
 * <pre>{@code
 * { "schemaVersion": 1, "madeFor": {"accelerator": "flat-edge", "workload": "bert-4096"},
 *   "shared": [ {"loop": "instance", "tile": 1}, {"loop": "row", "tile": 128} ],
 *   "logit":  { "loops": [ {"loop": "key", "tile": 512}, {"loop": "queryDim", "tile": 64} ],
 *               "stationarity": "output", "transposed": false },
 *   "attend": { "loops": [ {"loop": "key", "tile": 256}, {"loop": "valueDim", "tile": 64} ],
 *               "stationarity": "input", "transposed": false },
 *   "residency": { "Q": {"inside": "row", "slots": 2}, "K": {"inside": "instance", "slots": 1},
 *                  "V": {"inside": "array"}, "O": {"inside": "row", "slots": 2},
 *                  "logits": {"inside": "row", "slots": 1} } }
 * }</pre>
 *
 * <p>A document that breaks a rule of the representation is refused, naming the file and the JSON
 * path.
 *
 * @param schedule the schedule
 * @param madeFor the accelerator and workload that it was made for, if the document says so
 */
public record ScheduleDocument(AttentionSchedule schedule, Optional<MadeFor> madeFor) {
  /** The version that is written and read. */
  public static final int SCHEMA_VERSION = 1;

  static final String ARRAY = "array";

  /** An example for messages, as {@link #RESIDENCY}. */
  private static final String LOOP = "{\"loop\": \"instance\", \"tile\": 1}";

  private static final String BUFFER = "buffer";
  private static final String REGISTERS = "registers";
  private static final String KEY_PART = "keyPart";
  private static final String KEY_STEP = "keyStep";
  private static final String RESIDENCY = "{\"inside\": \"row\", \"slots\": 2}";

  public ScheduleDocument {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(madeFor, "madeFor");
  }

  /**
   * Reads a schedule document.
   *
   * @throws InvalidInputException if the file is no schedule document, naming the place and the
   *     broken rule
   */
  public static ScheduleDocument read(Path file) {
    return read(StrictJson.readFile(file));
  }

  /**
   * Reads a schedule document that may be part of another one.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  public static ScheduleDocument read(JsonObjectReader root) {
    root.requireDocument(SCHEMA_VERSION, "madeFor", "shared", "logit", "attend", "residency");
    Optional<MadeFor> madeFor = root.optionalObject("madeFor").map(MadeFor::read);
    Map<String, Integer> keyLoops = new HashMap<>();
    List<TiledLoop> shared = loops(root, "shared", keyLoops);
    StageLoops logit = stage(root, Stage.LOGIT);
    StageLoops attend = stage(root, Stage.ATTEND);
    Map<Tensor, Residency> residency = residencies(root);
    AttentionSchedule schedule =
        legal(
            root.where(),
            () ->
                new AttentionSchedule(
                    shared,
                    keyLoops.getOrDefault(KEY_PART, 0),
                    keyLoops.getOrDefault(KEY_STEP, 0),
                    logit,
                    attend,
                    residency));
    return new ScheduleDocument(schedule, madeFor);
  }

  /**
   * Checks that every tile fits {@code workload}.
   *
   * @param origin what messages call the document
   * @throws InvalidInputException if a tile exceeds its dimension, naming the JSON path
   */
  public void requireFits(AttentionWorkload workload, String origin) {
    legal(
        origin,
        () -> {
          schedule.requireFits(workload);
          return schedule;
        });
  }

  /**
   * Reads loops.
   *
   * @param keyLoops receives parts and steps of keys, each at its place
   */
  private static List<TiledLoop> loops(
      JsonObjectReader object, String field, Map<String, Integer> keyLoops) {
    List<TiledLoop> loops = new ArrayList<>();
    List<JsonValueReader> elements = object.requiredArray(field, "[ " + LOOP + " ]");
    for (int k = 0; k < elements.size(); k++) {
      JsonObjectReader loop = elements.get(k).asObject(LOOP).allowOnly("loop", "tile");
      int tile = loop.required("tile", "128").asInt(1, Integer.MAX_VALUE);
      JsonValueReader name = loop.required("loop", "\"row\"");
      boolean isPart = k == 1 && name.node().asText().equals(KEY_PART);
      boolean isStep = k == elements.size() - 1 && name.node().asText().equals(KEY_STEP);
      if (keyLoops != null && (isPart || isStep)) {
        keyLoops.put(name.node().asText(), tile);
      } else {
        loops.add(new TiledLoop(name.asOneOf(Dimension.values(), Dimension::jsonName), tile));
      }
    }
    return loops;
  }

  private static StageLoops stage(JsonObjectReader root, Stage stage) {
    JsonObjectReader object =
        root.requiredObject(stage.jsonName(), "{ \"loops\": [], \"stationarity\": \"output\" }")
            .allowOnly("loops", "stationarity", "transposed");
    Stationarity stationarity =
        object
            .required("stationarity", "\"output\"")
            .asOneOf(Stationarity.values(), Stationarity::jsonName);
    boolean transposed =
        object.optional("transposed").map(JsonValueReader::asBoolean).orElse(false);
    return new StageLoops(loops(object, "loops", null), stationarity, transposed);
  }

  private static Map<Tensor, Residency> residencies(JsonObjectReader root) {
    List<String> names =
        Arrays.stream(Tensor.values())
            .filter(tensor -> tensor.stage() != null)
            .map(Tensor::jsonName)
            .toList();
    JsonObjectReader object =
        root.requiredObject("residency", "{ \"Q\": " + RESIDENCY + " }").allowOnly(names);
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    for (Tensor tensor : Tensor.values()) {
      object
          .optionalObject(tensor.jsonName(), RESIDENCY)
          .ifPresent(entry -> residency.put(tensor, residency(entry)));
    }
    return residency;
  }

  private static Residency residency(JsonObjectReader entry) {
    entry.allowOnly("inside", "slots", "place");
    List<String> loops = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      loops.add(dimension.jsonName());
    }
    List<String> insides = new ArrayList<>(loops);
    insides.addAll(List.of(KEY_STEP, ARRAY, Tensor.K.jsonName()));
    String inside =
        entry.required("inside", "\"row\"").asOneOf(insides.toArray(String[]::new), name -> name);
    if (inside.equals(ARRAY) || inside.equals(Tensor.K.jsonName())) {
      int slots = entry.optional("slots").map(JsonValueReader::asInt).orElse(0);
      Place place = inside.equals(ARRAY) ? Place.ARRAY : Place.KEYS;
      return legal(entry.where(), () -> new Residency(null, slots, place));
    }
    boolean inRegisters =
        entry
            .optional("place")
            .map(place -> place.asOneOf(new String[] {BUFFER, REGISTERS}, name -> name))
            .filter(REGISTERS::equals)
            .isPresent();
    int slots =
        inRegisters
            ? entry.optional("slots").map(JsonValueReader::asInt).orElse(1)
            : entry.required("slots", "2").asInt();
    boolean isStep = inside.equals(KEY_STEP);
    Dimension loop = isStep ? Dimension.KEY : Dimension.values()[loops.indexOf(inside)];
    Place place = inRegisters ? Place.REGISTERS : isStep ? Place.STEP : Place.BUFFER;
    return legal(entry.where(), () -> new Residency(loop, slots, place));
  }

  /** Constructs a value; if it breaks a rule, the message says where in the document. */
  private static <T> T legal(String where, Supplier<T> construct) {
    try {
      return construct.get();
    } catch (IllegalScheduleException e) {
      boolean nested = where.contains(", /");
      String place =
          e.pointer().isEmpty() || nested ? where + e.pointer() : where + ", " + e.pointer();
      throw new InvalidInputException(place + ": " + e.getMessage() + ".", e);
    }
  }

  /** The document as a JSON object, to be part of another one. */
  public ObjectNode toJson() {
    ObjectNode root = StrictJson.newObject();
    root.put("schemaVersion", SCHEMA_VERSION);
    madeFor.ifPresent(pair -> root.set("madeFor", pair.toJson()));
    root.set("shared", sharedLoops());
    for (Stage stage : Stage.values()) {
      StageLoops own = schedule.stage(stage);
      ObjectNode object = root.putObject(stage.jsonName());
      addLoops(object.putArray("loops"), own.loops());
      object.put("stationarity", own.stationarity().jsonName());
      object.put("transposed", own.transposed());
    }
    ObjectNode residency = root.putObject("residency");
    schedule
        .residency()
        .forEach(
            (tensor, held) -> {
              ObjectNode entry = residency.putObject(tensor.jsonName());
              entry.put("inside", held.insideName());
              if (held.inside() != null) {
                entry.put("slots", held.slots());
              }
              if (held.place() == Place.REGISTERS) {
                entry.put("place", REGISTERS);
              }
            });
    return root;
  }

  /** The document as a JSON object that stands alone and names its schema. */
  public ObjectNode toJsonOfFile() {
    ObjectNode root = StrictJson.newObject();
    root.put("$schema", SchemaId.of("schedule", SCHEMA_VERSION));
    return root.setAll(toJson());
  }

  private ArrayNode sharedLoops() {
    ArrayNode loops = StrictJson.newObject().arrayNode();
    addLoops(loops, schedule.shared());
    if (schedule.keyPart() > 0) {
      loops.insertObject(1).put("loop", KEY_PART).put("tile", schedule.keyPart());
    }
    if (schedule.keyStep() > 0) {
      loops.addObject().put("loop", KEY_STEP).put("tile", schedule.keyStep());
    }
    return loops;
  }

  private static void addLoops(ArrayNode array, List<TiledLoop> loops) {
    for (TiledLoop loop : loops) {
      array.addObject().put("loop", loop.dimension().jsonName()).put("tile", loop.tile());
    }
  }

  /**
   * Writes the document, whole or not at all.
   *
   * @throws InvalidInputException if the file cannot be written
   */
  public void write(Path file) {
    StrictJson.writeFile(file, toJsonOfFile());
  }
}
