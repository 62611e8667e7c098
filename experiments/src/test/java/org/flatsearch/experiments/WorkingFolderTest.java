package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A working folder that Java knows by a wrong name, as it does where the locale can't express the
 * right one: in a folder {@code ü}, cron's locale makes it {@code ??}.
 */
class WorkingFolderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export -s %s -t csv -o out",
        "report %2$s -f schedules -o out",
        "run %3$s -o out",
        "search -a=flat-edge -w=bert -m=flat --evaluations=1 -o out",
        "explain -s out"
      })
  void isNotCreatedUnderThatName(String command) throws Exception {
    Path wrong = folder.resolve("wrong");

    Process process =
        CommandRun.process(List.of("-Duser.dir=" + wrong), arguments(command)).start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(wrong).doesNotExist();
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(errors)
        .hasLineCount(1)
        .startsWith("out: ")
        .endsWith(
            " The working folder is missing under the name "
                + wrong
                + ": if its name is not all ASCII, set LC_ALL=C.UTF-8.\n");
  }

  private String[] arguments(String command) throws Exception {
    String schedule = ScheduleFiles.write(folder, ScheduleFiles.ROWS);
    Path runs = Experiments.run(folder, Experiments.SMALL);
    Path definition = folder.resolve("small.yaml");
    return Stream.of(command.split(" "))
        .map(argument -> String.format(argument, schedule, runs, definition))
        .toArray(String[]::new);
  }
}
