package org.flatsearch.results.exchange.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flatsearch.results.LoopNestText;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.TextResource;
import org.flatsearch.results.exchange.levels.PeerNotes;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Exports a schedule as one C99 file, {@value #FILE}, that computes attention with its loop nest.
 *
 * <p>Every tile that the schedule holds on chip has its own buffer, of the size of its footprint;
 * the functions that fill and drain these buffers are the only ones that touch DRAM arrays, except
 * for the softmax pass of unfused schedules. Compiled with {@code -DCOUNT} they count each word,
 * and the program prints the counts by tensor: the traffic of the cost models in words. The program
 * ends with 1 if its output differs from naive attention by more than 1e-9 of the largest output.
 * In double precision, rounding errors stay far below that, and what any key contributes is far
 * above. It needs only the C library.
 *
 * <p>With a mask, tiles without a visible logit are skipped, as the models do, and the rows of an
 * instance are ordered by query. Registers are like a buffer here, but are not in the footprint.
 *
 * <p>The program expresses the whole loop nest. Parts of keys are merged in the end. A note says
 * where it moves other words than the model counts: of a tile that covers rows dealt to other
 * cores, each core moves only its own rows; and it deals in blocks, without a shared buffer. The
 * program does not model time: it loads a tile when it is needed, into the next of its slots, where
 * hardware would load it ahead of time.
 */
public final class LoopNestCExporter implements ScheduleExporter {
  /** The name of the file. */
  public static final String FILE = "attention.c";

  @Override
  public String format() {
    return "loopnest-c";
  }

  @Override
  public String description() {
    return "a C program that computes attention with this loop nest, checks itself and counts"
        + " words";
  }

  @Override
  public ExportedFiles export(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    schedule.requireFits(workload);
    TiledNest nest = new TiledNest(schedule, workload, accelerator.cores() > 1);
    CoresWriter cores = new CoresWriter(nest, accelerator.multicast());
    CText text = new CText();
    List<String> notes = notes(nest, accelerator, workload);
    text.paste(title(schedule, accelerator, workload, notes));
    text.line("")
        .line("#include <stdio.h>")
        .line("#include <stdlib.h>")
        .line("#include <string.h>");
    ConstantsWriter constants = new ConstantsWriter(nest, accelerator, workload);
    text.paste(constants.write()).line("");
    TensorsWriter tensors = new TensorsWriter(nest);
    text.paste(part("tensor.c")).line("");
    mask(nest, text);
    text.paste(tensors.declarations()).line("");
    text.paste(part(cores.logsLoads() ? "multicast.c" : "no-multicast.c")).line("");
    if (nest.hasParts()) {
      text.paste(part("count-parts.c")).line("");
    }
    text.paste(part("moves.c")).line("");
    if (nest.beginsSumsByRowTile()) {
      text.paste(part("zero.c")).line("");
    }
    text.paste(part("array.c")).line("");
    softmax(nest, text);
    PassesWriter passes = new PassesWriter(nest);
    for (Stage stage : Stage.values()) {
      text.paste(passes.write(stage)).line("");
    }
    if (nest.severalCores()) {
      text.paste(cores.dealing()).line("");
    }
    text.paste(new NestWriter(nest, cores).write()).line("");
    if (nest.hasParts()) {
      text.paste(part("merge.c")).line("");
    }
    text.paste(part("check.c")).line("");
    text.paste(tensors.memory()).line("");
    text.paste(main(nest, cores, constants.movedBytes()));
    return new ExportedFiles(Map.of(FILE, text.toString()), notes);
  }

  private static List<String> notes(
      TiledNest nest, Accelerator accelerator, AttentionWorkload workload) {
    List<String> notes = new ArrayList<>();
    for (Tensor tensor : nest.tensors()) {
      if (nest.coversRowsOfOthers(tensor, accelerator.cores(), workload)) {
        notes.add(
            "The tile of %s covers rows that are dealt to other cores: the program moves each"
                    .formatted(tensor.jsonName())
                + " core's own, the model counts all of them.");
      }
    }
    PeerNotes.figures(accelerator, "The C program").ifPresent(notes::add);
    return notes;
  }

  private static void mask(TiledNest nest, CText text) {
    String mask = part(nest.isMasked() ? "mask.c" : "mask-none.c");
    if (nest.hasParts()) {
      text.paste(mask.replace("_key(", "_seen(")).line("");
      text.paste(part("part.c")).line("");
    } else {
      text.paste(mask).line("");
    }
    if (nest.isIrregular()) {
      text.paste(part("live.c")).line("");
      if (nest.hasParts()) {
        text.paste(part("live-parts.c")).line("");
      }
      if (nest.schedule().isFused() && !nest.isOnline()) {
        text.paste(part("mask-logits.c")).line("");
      }
    }
    if (!nest.schedule().isFused()) {
      text.line("/* The logits of a row that the softmax pass works on. */");
      if (nest.isMasked()) {
        String rowTile = CNames.tile(nest.form(), Stage.LOGIT, Dimension.ROW);
        text.line("#define FIRST_OF_TILE(row) ((row) / " + rowTile + " * " + rowTile + ")");
        text.line("#define SOFTMAX_FROM(row) keys_from(FIRST_OF_TILE(row), LOGIT_TILE_KEY)");
        text.line("#define SOFTMAX_TO(row) keys_to(FIRST_OF_TILE(row), \\");
        text.line("    least(%s, ROWS - FIRST_OF_TILE(row)), LOGIT_TILE_KEY)".formatted(rowTile));
      } else {
        text.line("#define SOFTMAX_FROM(row) 0");
        text.line("#define SOFTMAX_TO(row) KEYS");
      }
      text.line("");
    }
  }

  private static String title(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      List<String> notes) {
    CText text = new CText();
    text.line("/*");
    text.line(
        " * Attention of workload %s on accelerator %s with the loop nest"
            .formatted(workload.name(), accelerator.name()));
    text.line(" *");
    LoopNestText.of(schedule, workload).lines().forEach(line -> text.line(" *   " + line));
    notes.forEach(note -> text.line(" *").line(" * NOTE: " + note));
    text.line(" *");
    text.line(" * gcc -O1 -Wall -Werror " + FILE + " && ./a.out");
    text.line(" * checks the result against naive attention. With -DCOUNT it also prints how many");
    text.line(" * words moved between DRAM and the buffer or, of streamed tensors, the array.");
    text.line(" */");
    return text.toString();
  }

  private static void softmax(TiledNest nest, CText text) {
    if (nest.isOnline()) {
      text.paste(part("softmax-online.c")).line("");
      text.paste(part(nest.hasParts() ? "parts.c" : "divide.c")).line("");
    } else {
      text.paste(part("softmax-rows.c")).line("");
      String pass = nest.schedule().isFused() ? "softmax-fused.c" : "softmax-through-dram.c";
      text.paste(part(pass)).line("");
    }
  }

  private static String main(TiledNest nest, CoresWriter cores, String movedBytes) {
    CText text = new CText();
    text.open("int main(void)");
    text.line("allocate_all();");
    cores.run(text);
    if (nest.hasParts()) {
      text.line("merge();");
    }
    text.line("const double error = error_of_output();");
    text.line("const int agrees = error <= 1e-9;");
    text.line("printf(\"largest error %.2e of the largest output: %s\\n\", error,");
    text.line("       agrees ? \"agrees\" : \"DIFFERS\");");
    text.line("printf(\"footprint %lld of %lld bytes\\n\", (long long)FOOTPRINT_BYTES,");
    text.line("       (long long)BUFFER_BYTES);");
    text.paste("#ifdef COUNT\n");
    for (Tensor tensor : Tensor.values()) {
      if (tensor != Tensor.LOGITS) {
        text.line(
            "printf(\"words %s %%lld\\n\", %s);".formatted(tensor.jsonName(), moved(nest, tensor)));
      }
    }
    text.line("printf(\"traffic %.1f bytes\\n\",");
    text.line("       " + movedBytes + ");");
    text.paste("#endif\n");
    text.line("return agrees ? 0 : 1;");
    text.close();
    return text.toString();
  }

  private static String moved(TiledNest nest, Tensor tensor) {
    boolean exists =
        switch (tensor) {
          case SOFTMAX -> !nest.schedule().isFused();
          case STATISTICS -> nest.isOnline();
          default -> nest.tensors().contains(tensor);
        };
    if (!exists) {
      return "0LL";
    }
    return tensor == Tensor.SOFTMAX ? "softmax_moved" : CNames.variable(tensor) + ".moved";
  }

  private static String part(String name) {
    return TextResource.read(LoopNestCExporter.class, name);
  }
}
