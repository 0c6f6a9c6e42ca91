package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever callers do, in whichever order FreeSWITCH does and tells it, and whatever is lost on the way: nobody is forgotten. What is checked
 * stands in {@link Audit}.
 */
class ConferenceRulesProperties {

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Deed.many(false, false);
  }

  @Provide
  Arbitrary<List<Deed>> deedsAndBreaks() {
    return Deed.many(true, false);
  }

  @Provide
  Arbitrary<List<Deed>> deedsInDyingRooms() {
    return Deed.many(false, true);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whateverCallersDoTheBooksBalance(@ForAll("deeds") List<Deed> deeds, @ForAll boolean endconfEndsRoom) {
    balances(deeds, endconfEndsRoom);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whateverIsLostTheBooksBalance(@ForAll("deedsAndBreaks") List<Deed> deeds, @ForAll boolean endconfEndsRoom) {
    balances(deeds, endconfEndsRoom);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whateverRoomsEndTheBooksBalance(@ForAll("deedsInDyingRooms") List<Deed> deeds, @ForAll boolean endconfEndsRoom) {
    balances(deeds, endconfEndsRoom);
  }

  private static void balances(List<Deed> deeds, boolean endconfEndsRoom) {
    World world = new World(endconfEndsRoom);
    try {
      deeds.forEach(world::does);
      world.settles();
      world.audit.balances();
      world.everybodyHangsUp();
      world.audit.balances();
      assertThat(world.rooms()).isEmpty();
    } catch (AssertionError unbalanced) {
      throw new AssertionError(unbalanced.getMessage() + "\nafter\n" + String.join("\n", world.trace), unbalanced);
    }
  }
}
