package elsewhere;

import java.util.Optional;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInsTest.Greeting;

/** A plug-in of somebody else, which fails in the way that its last answer was asked for. */
public final class Grumpy implements Greeting {
  @Override
  public String name() {
    return "grumpy";
  }

  @Override
  public Optional<Greeting> to(String whom) {
    return switch (whom) {
      case "nobody" -> null;
      case "king" -> throw new InvalidInputException("not kings");
      case "boss" -> throw new AssertionError("no");
      case "everybody" -> throw new OutOfMemoryError("too many");
      default -> Optional.of(new Grumpy());
    };
  }
}
