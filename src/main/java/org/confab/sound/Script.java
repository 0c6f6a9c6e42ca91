package org.confab.sound;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.confab.log.Subject;
import org.confab.plivo.SoundElement;

/**
 * What is to be heard.
 *
 * @param elements in their order
 * @param base     the URL of their document, to which a Play's URL is relative; same-origin URLs share its trust ({@code http.Link})
 * @param trusted  whether that document is
 * @param forever  how long {@code loop="0"} is to go on; zero: once
 * @param whose    what log lines are about: {@code call 1234…}
 */
public record Script(List<SoundElement> elements, URI base, boolean trusted, Duration forever, Subject whose) {

  public Script {
    elements = List.copyOf(elements);
  }
}
