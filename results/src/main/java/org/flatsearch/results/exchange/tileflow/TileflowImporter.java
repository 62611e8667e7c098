package org.flatsearch.results.exchange.tileflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.results.exchange.ScheduleImporter;
import org.flatsearch.results.exchange.levels.LevelCollector;
import org.flatsearch.results.exchange.levels.LevelLoop;
import org.flatsearch.results.exchange.levels.LevelledImport;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.NamedLoops.NamedLoop;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.results.exchange.tileflow.MappingNode.Kind;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;

/**
 * Reads TileFlow's trees of attention. What letters and operators mean follows from the problem, if
 * one of the files has it; else they are those of {@link TileflowExporter}. With a tile around the
 * scope the stages are fused; without, the logits go through DRAM. On each path from the root to an
 * operator, the first target is DRAM, the second the buffer, the third the registers.
 */
public final class TileflowImporter implements ScheduleImporter {
  private static final String SEARCH_RESULT = ".mapping.txt";
  private static final Pattern CHOSEN =
      Pattern.compile("\\[0:([A-Za-z_]\\w*)\\(([0-9]{1,10})\\)\\)");

  @Override
  public String format() {
    return "tileflow";
  }

  @Override
  public String description() {
    return "TileFlow: the mapping of both attention stages, the problem for letters of its own; for"
        + " named factors its search's .mapping.txt";
  }

  @Override
  public ImportedSchedule read(List<Path> files) {
    JsonObjectReader found = null;
    Roles roles = Roles.ofLetters();
    Map<String, String> symbols = new HashMap<>();
    for (Path file : files) {
      if (file.toString().endsWith(SEARCH_RESULT)) {
        symbols.putAll(chosen(file));
        continue;
      }
      JsonObjectReader document = StrictYaml.readFile(file);
      document
          .optionalObject("macro")
          .ifPresent(
              macros ->
                  macros.allLongs().forEach((name, value) -> symbols.put(name, value.toString())));
      roles = Roles.of(document.node()).orElse(roles);
      if (document.has("mapping")) {
        if (found != null) {
          throw document.invalid(
              "a second mapping; "
                  + found.origin()
                  + " has one already. Name the file with the mapping of both stages only, or"
                  + " choose another format.");
        }
        found = document;
      }
    }
    if (found == null) {
      throw new InvalidInputException(
          "none of the files has a 'mapping'; name the one that has it, such as map.yaml");
    }
    return read(found, roles, symbols);
  }

  /** The factors that TileFlow's search chose, by name: loops such as {@code M in [0:MO(8))}. */
  private static Map<String, String> chosen(Path file) {
    try {
      Map<String, String> chosen = new HashMap<>();
      Matcher matcher = CHOSEN.matcher(Files.readString(file));
      while (matcher.find()) {
        chosen.put(matcher.group(1), matcher.group(2));
      }
      return chosen;
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  private static ImportedSchedule read(
      JsonObjectReader document, Roles roles, Map<String, String> symbols) {
    String origin = document.origin();
    Set<String> notes = new LinkedHashSet<>();
    MappingNode root =
        MappingNode.read(
            document.requiredObject("mapping", "{ node-type: Tile }"), roles, symbols, notes);
    List<List<MappingNode>> paths = new ArrayList<>();
    collect(root, List.of(), paths);
    Map<Stage, List<MappingNode>> byStage = new EnumMap<>(Stage.class);
    List<String> softmax = new ArrayList<>();
    for (List<MappingNode> path : paths) {
      Optional<Stage> stage = stage(path, roles);
      if (stage.isEmpty()) {
        softmax.add(path.get(path.size() - 1).type());
      } else if (byStage.put(stage.get(), path) != null) {
        throw new InvalidInputException(
            origin + ", /mapping: two operators are the same stage of attention.");
      }
    }
    if (!softmax.isEmpty()) {
      notes.add(
          "%s %s the softmax between the stages, which a schedule has of its own."
              .formatted(String.join(", ", softmax), softmax.size() == 1 ? "is" : "are"));
    }
    if (byStage.size() != 2) {
      throw new InvalidInputException(
          ("%s, /mapping: needs the two operators of attention, one with loops over the"
                  + " query dim (A) and one over the value dim (N); found %s of %s operators. If"
                  + " letters mean something else, name the file with the problem, too.")
              .formatted(origin, byStage.size(), paths.size()));
    }
    return assemble(byStage, origin, notes);
  }

  private static void collect(
      MappingNode node, List<MappingNode> above, List<List<MappingNode>> paths) {
    List<MappingNode> path = new ArrayList<>(above);
    path.add(node);
    if (node.kind() == Kind.OP) {
      paths.add(path);
    }
    node.children().forEach(child -> collect(child, path, paths));
  }

  /**
   * The stage of an operator: by its name, or by the dimension that only one of the stages has. The
   * innermost tile with such a dimension decides, as tiles around both operators may have both.
   * Empty for an operator of the softmax, which has neither.
   */
  private static Optional<Stage> stage(List<MappingNode> path, Roles roles) {
    String name = path.get(path.size() - 1).type();
    if (roles.stages().containsKey(name)) {
      return Optional.of(roles.stages().get(name));
    }
    for (int k = path.size() - 1; k >= 0; k--) {
      for (NamedLoop loop : path.get(k).loops()) {
        if (loop.loop().dimension() == Dimension.QUERY_DIM) {
          return Optional.of(Stage.LOGIT);
        }
        if (loop.loop().dimension() == Dimension.VALUE_DIM) {
          return Optional.of(Stage.ATTEND);
        }
      }
    }
    return Optional.empty();
  }

  private static ImportedSchedule assemble(
      Map<Stage, List<MappingNode>> paths, String origin, Set<String> notes) {
    int scope = scope(paths.get(Stage.LOGIT), paths.get(Stage.ATTEND), origin);
    MappingNode parting = paths.get(Stage.LOGIT).get(scope);
    boolean fused =
        paths.get(Stage.LOGIT).subList(0, scope).stream()
            .anyMatch(node -> node.kind() == Kind.TILE);
    if (parting.runsAtOnce()) {
      notes.add(
          "TileFlow runs both stages at once on parts of the array; here they take turns on it.");
    }
    Map<Stage, StageLevels> levels = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      levels.put(stage, levels(stage, paths.get(stage), origin));
    }
    SharedLoops form = SharedLoops.INSTANCE;
    if (fused) {
      List<LevelLoop> shared = new ArrayList<>();
      for (MappingNode node : paths.get(Stage.LOGIT).subList(0, scope)) {
        node.loops().forEach(loop -> shared.add(loop.loop()));
      }
      form =
          LevelledImport.form(shared)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          origin
                              + ", /mapping: the loops around the scope must be H, H M, H M L or"
                              + " H L M, outermost first."));
      requireOwn(form, paths, scope, origin);
    }
    LevelledSchedule levelled =
        new LevelledSchedule(
            fused, form, levels.get(Stage.LOGIT), levels.get(Stage.ATTEND), Set.of());
    if (parting.isSequential()) {
      notes.addAll(Eviction.notes(levelled));
    }
    return LevelledImport.of(levelled, origin, "", List.copyOf(notes));
  }

  /** The position of the scope in the paths of both stages: the last node that they share. */
  private static int scope(List<MappingNode> logit, List<MappingNode> attend, String origin) {
    int shared = 0;
    // By identity, as two branches may have equal nodes.
    while (logit.get(shared) == attend.get(shared)) {
      shared++;
    }
    MappingNode last = logit.get(shared - 1);
    if (last.kind() != Kind.SCOPE) {
      throw new InvalidInputException(
          ("%s, /mapping: the branches of the two operators part at a Tile with target '%s'; they"
                  + " must part at a Scope. Put one around both branches, inside that tile.")
              .formatted(origin, last.target()));
    }
    if (logit.subList(0, shared).stream().anyMatch(MappingNode::isSpatial)) {
      throw new InvalidInputException(
          origin + ", /mapping: a spatial tile around the scope; put one into each branch.");
    }
    return shared - 1;
  }

  /** Refuses DRAM loops of a single stage over shared dimensions: a schedule tiles those once. */
  private static void requireOwn(
      SharedLoops form, Map<Stage, List<MappingNode>> paths, int scope, String origin) {
    for (Stage stage : Stage.values()) {
      List<MappingNode> path = paths.get(stage);
      String dram = targets(path).iterator().next();
      for (MappingNode node : path.subList(scope, path.size())) {
        boolean own = !node.isSpatial() && node.target().equals(dram);
        for (NamedLoop loop : own ? node.loops() : List.<NamedLoop>of()) {
          if (form.shares(loop.loop().dimension()) && loop.loop().count() > 1) {
            throw new InvalidInputException(
                ("%s, /mapping: %s has a DRAM loop inside the scope as well as around it; a"
                        + " schedule tiles a shared dimension once.")
                    .formatted(origin, loop.letter()));
          }
        }
      }
    }
  }

  private static StageLevels levels(Stage stage, List<MappingNode> path, String origin) {
    List<String> targets = new ArrayList<>(targets(path));
    if (targets.size() < 2 || targets.size() > 3) {
      throw new InvalidInputException(
          "%s, /mapping: a path has tiles at %s; a schedule needs DRAM, a buffer and registers."
              .formatted(origin, targets));
    }
    LevelCollector collector = new LevelCollector(stage, origin, "");
    for (MappingNode node : path) {
      if (node.kind() == Kind.TILE) {
        int level = targets.indexOf(node.target());
        collector.add(node.place(), level, node.isSpatial(), node.loops(), node.split());
      }
    }
    return collector.levels();
  }

  private static Set<String> targets(List<MappingNode> path) {
    Set<String> targets = new LinkedHashSet<>();
    for (MappingNode node : path) {
      if (node.kind() == Kind.TILE) {
        targets.add(node.target());
      }
    }
    return targets;
  }
}
