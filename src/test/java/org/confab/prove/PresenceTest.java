package org.confab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whose fault it is that a caller reached the fallback. */
class PresenceTest {

  private final Presence presence = new Presence();

  private static long seconds(double number) {
    return (long) (number * 1_000_000_000L);
  }

  private void wasThere(double started, double ready, double gone) {
    presence.ready(seconds(started), seconds(ready));
    presence.gone(seconds(gone));
  }

  @Test
  void aCallerAtTheFallbackIsConfabsFaultIfItWasThere() {
    wasThere(0, 2, 8);
    assertThat(presence.strands(seconds(30))).isTrue();
  }

  @Test
  void orIsThere() {
    presence.ready(seconds(0), seconds(2));
    assertThat(presence.strands(seconds(30))).isTrue();
  }

  @Test
  void notIfItWasThereForMomentsOnly() {
    wasThere(0, 2, 6);
    wasThere(8, 10, 14);
    assertThat(presence.strands(seconds(30))).isFalse();
  }

  @Test
  void notIfItWasThereTooLongAgo() {
    wasThere(0, 2, 10);
    assertThat(presence.strands(seconds(36))).isFalse();
  }

  @Test
  void norIfTheBoxIsSoSlowThatItCouldDoNothing() {
    wasThere(0, 12, 20);
    assertThat(presence.strands(seconds(30))).isFalse();
    assertThat(presence.needed()).isEqualTo(seconds(12));
  }

  @Test
  void aConfabThatNeverBecameReadyWasNotThere() {
    presence.gone(seconds(20));
    assertThat(presence.strands(seconds(30))).isFalse();
  }
}
