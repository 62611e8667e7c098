package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.util.List;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of a search, with FLAT's published space, whose search takes a moment. */
class SearchOptionsTest {
  private static final List<String> SEARCH =
      List.of("search", "-a=flat-edge", "-w=bert", "-m=flat", "--space=published", "-f=json");

  private static CommandRun search(String... further) {
    return CommandRun.of(SEARCH, further);
  }

  private static ResultDocument result(String... further) {
    CommandRun run = search(further);
    assertThat(run.err()).isEmpty();
    return ResultDocument.read(StrictJson.readString(run.out(), "stdout"));
  }

  @Test
  void limitEvaluationsUnlessTheyLimitSecondsOnly() {
    SearchSetting byDefault = result().setting();
    assertThat(byDefault.budget()).isEqualTo(Budget.ofEvaluations(10_000_000));

    assertThat(result("--strategy=exhaustive").setting().budget().evaluations())
        .isEqualTo(20_000_000);

    SearchSetting seconds = result("--seconds=9").setting();
    assertThat(seconds.budget()).isEqualTo(Budget.ofSeconds(9));

    SearchSetting both = result("--seconds=9", "--evaluations=300").setting();
    assertThat(both.budget()).isEqualTo(new Budget(300, 9));
  }

  @Test
  void limitTheSearchesOfAStudyIfTheyLimitAnything() {
    assertThat(result("--what-if", "--evaluations=9").whatIfs())
        .isNotEmpty()
        .noneMatch(whatIf -> whatIf.optimality().status() == Status.PROVEN);
    assertThat(result("--what-if").whatIfs())
        .isNotEmpty()
        .allMatch(whatIf -> whatIf.optimality().status() == Status.PROVEN);
  }

  @Test
  void giveParametersToTheStrategy() {
    ResultDocument audited =
        result("--strategy=branch-and-bound", "--evaluations=5000", "--audit=1");
    assertThat(audited.setting().parameters()).containsOnlyKeys("audit").containsValue("1");
    assertThat(result("--strategy=cma-es", "--evaluations=9", "--param=sigma=0.25").setting())
        .extracting(SearchSetting::parameters)
        .hasToString("{sigma=0.25}");
  }

  @Test
  void changeEachLengthOfTheWorkloadByItself() {
    AttentionWorkload workload = result("--batch=2", "--queries=48", "--keys=80").workload();

    assertThat(workload.batch()).isEqualTo(2);
    assertThat(workload.queryLength()).isEqualTo(48);
    assertThat(workload.keyLength()).isEqualTo(80);
  }

  @Test
  void leaveOutADescriptionThatMayStateOtherLengths() {
    assertThat(result().workload().description()).startsWith("BERT-base");
    assertThat(result("--sequence=64").workload().description()).isEmpty();
    assertThat(CommandRun.of("search -a=flat-edge -w=bert-64 -m=flat -f=json".split(" ")).out())
        .contains("\"name\": \"bert-64\"")
        .doesNotContain("BERT-base");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --strategy=cma-es --param=sigma=1d | parameter 'sigma'
          --param=audit=1 --audit=2     | parameter audit is given twice
          --param=x=1 --audit=5         | unknown parameter 'x'
          --audit=-1                    | --audit: must be
          --set=1                       | '--set'
          --set=keyValueHeads=4         | no figure keyValueHeads of an accelerator
          --sequence=9 --queries=9      | --sequence sets both queries and keys
          """)
  void areRefused(String options, String message) {
    assertRefused(search(options.split(" ")), message);
  }

  /** It would silently be a prefill. */
  @Test
  void refusesASequenceOfADecode() {
    CommandRun run = CommandRun.of("search", "-a=h100", "-w=llama-3-8b-decode", "--sequence=8192");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--sequence", "'llama-3-8b-decode'", "give --keys");
  }
}
