package org.confab.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private final Origins origins = new Origins(4);
  private final List<String> begun = new ArrayList<>();
  private final Deque<Origins.Place> places = new ArrayDeque<>();
  private final Map<Origins.Place, String> urls = new HashMap<>();

  private void take(String url, int times) {
    for (int i = 0; i < times; i++) {
      origins.take(URI.create(url), place -> {
        begun.add(url);
        places.add(place);
        urls.put(place, url);
      });
    }
  }

  private List<String> begun() {
    List<String> all = List.copyOf(begun);
    begun.clear();
    return all;
  }

  @Test
  void onlySoManyAreUnderWayToAnOriginAndTheOthersGoInTheirOrder() {
    take("http://app/a", 3);
    take("http://app/b", 2);
    take("http://app/c", 1);
    assertThat(begun()).containsExactly("http://app/a", "http://app/a", "http://app/a", "http://app/b");
    places.poll().give(false);
    assertThat(begun()).containsExactly("http://app/b");
    places.poll().give(false);
    assertThat(begun()).containsExactly("http://app/c");
  }

  @Test
  void anotherOriginDoesNotWait() {
    take("http://app/", 10);
    begun();
    for (String other : List.of("https://app/", "http://app:8080/", "http://other/")) {
      take(other, 1);
      assertThat(begun()).containsExactly(other);
    }
    take("http://APP/", 1);
    assertThat(begun()).isEmpty();
  }

  @Test
  void urlThatDidNotAnswerGetsHalfOfThePlacesUntilItDoes() {
    take("http://app/hangs", 8);
    take("http://app/answers", 6);
    begun();
    for (int i = 0; i < 4; i++) {
      places.poll().give(true);
    }
    assertThat(begun()).containsExactly("http://app/answers", "http://app/answers", "http://app/hangs", "http://app/answers");
    take("http://app/hangs", 100);
    take("http://app/answers", 100);
    for (int i = 0; i < 50; i++) {
      Origins.Place answered = places.stream().filter(place -> urls.get(place).endsWith("answers")).findFirst().orElseThrow();
      places.remove(answered);
      answered.give(false);
      assertThat(places.stream().filter(place -> urls.get(place).endsWith("hangs"))).hasSizeLessThanOrEqualTo(2);
    }
    begun();
    // one of them answers: they are as all others
    Origins.Place mended = places.stream().filter(place -> urls.get(place).endsWith("hangs")).findFirst().orElseThrow();
    places.remove(mended);
    mended.give(false);
    for (int i = 0; i < 70; i++) {
      places.poll().give(false);
    }
    assertThat(places.stream().filter(place -> urls.get(place).endsWith("hangs"))).hasSize(4);
  }

  @Test
  void withOnePlaceNobodyStarves() {
    Origins one = new Origins(1);
    for (String url : List.of("http://app/hangs", "http://app/answers", "http://app/hangs", "http://app/answers", "http://app/hangs")) {
      one.take(URI.create(url), place -> {
        begun.add(url.substring("http://app/".length()));
        places.add(place);
      });
    }
    for (int i = 0; i < 5; i++) {
      places.poll().give(begun.get(i).equals("hangs"));
    }
    assertThat(begun).containsExactlyInAnyOrder("hangs", "answers", "hangs", "answers", "hangs");
  }

  @Test
  void originsThatNobodyAsksAreForgotten() {
    for (int i = 0; i < 5000; i++) {
      take("http://app" + i + "/", 1);
      places.poll().give(i % 2 == 0);
    }
    assertThat(origins.remembered()).isEqualTo(1000);
  }
}
