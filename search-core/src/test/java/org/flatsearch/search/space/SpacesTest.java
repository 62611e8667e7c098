package org.flatsearch.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.space.flat.FlatFullSpace;
import org.flatsearch.search.space.flat.FlatPublishedSpace;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class SpacesTest {
  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");

  @Test
  void findsTheSpacesOfAModelByName() {
    assertThat(Spaces.problem(new FlatModel(), "published", EDGE, BERT).space())
        .isInstanceOf(FlatPublishedSpace.class);
    assertThat(Spaces.problem(new FlatModel(), "full", EDGE, BERT).space())
        .isInstanceOf(FlatFullSpace.class);
  }

  @Test
  void namesTheSpacesThatThereAre() {
    assertThatThrownBy(() -> Spaces.problem(new FlatModel(), "publised", EDGE, BERT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("There is no space \"publised\" for model 'flat'. Did you mean published?");
  }

  private record Renamed(String name) implements CostModel {
    @Override
    public String description() {
      return "flat under another name";
    }

    @Override
    public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
      return new FlatModel().bind(accelerator, workload);
    }
  }

  /** Otherwise the first would be searched, and its proof could be taken for one of the other. */
  @Test
  void refusesTwoSpacesOfOneNameForAModel() {
    assertThatThrownBy(() -> Spaces.problem(new Renamed("twins"), "twin", EDGE, BERT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Two spaces for model 'twins' are called 'twin':"
                + " org.flatsearch.search.plugin.OtherTwinSpace and"
                + " org.flatsearch.search.plugin.TwinSpace. Leave one of them out of the class"
                + " path, or give it another name.");
  }

  @Test
  void servesAModelWithoutSpacesOfItsOwn() {
    CostModel own = new Renamed("own");

    assertThat(Spaces.problem(own, "published", EDGE, BERT).model()).isSameAs(own);
    assertThat(Spaces.problem(own, Spaces.DEFAULT, EDGE, BERT).model()).isSameAs(own);
  }

  /** Otherwise the space would be blamed for failing. */
  @Test
  void refusesWhatIsMissing() {
    assertMissing("space", () -> Spaces.problem(new FlatModel(), null, EDGE, BERT));
    assertMissing("accelerator", () -> Spaces.problem(new FlatModel(), "full", null, BERT));
    assertMissing("workload", () -> Spaces.problem(new FlatModel(), "full", EDGE, null));
    assertMissing("allowed", () -> Spaces.problem(new FlatModel(), "full", EDGE, BERT, null));
    FlatFullSpace space = FlatFullSpace.of(EDGE, BERT);
    assertMissing("accelerator", () -> AttentionProblem.of(new FlatModel(), space, null, BERT));
  }

  private static void assertMissing(String argument, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(argument);
  }
}
