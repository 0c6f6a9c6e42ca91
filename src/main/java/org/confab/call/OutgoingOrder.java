package org.confab.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.confab.config.Settings;
import org.confab.freeswitch.ChannelFacts;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;

/**
 * What an application wants of a call that it placed. The call's channel carries it from the beginning, so that whoever takes the call knows it, be
 * that another Confab: as one word of letters, digits, - and _, whatever is in its URLs.
 *
 * @param sendDigits keys that are sent when it is answered
 */
public record OutgoingOrder(String from, String to, String callerName, Url answer, Optional<Url> fallback, Optional<Url> ring, Optional<Url> hangup,
    String sendDigits) {

  private static final String VARIABLE = "confab_order";
  private static final String DIRECTION = "Call-Direction";
  private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** A URL of the application's. */
  public record Url(String url, HttpMethod method) {

    /** The operator's own only where it leads to the same place as one of his. */
    Handover.Target target(Settings.Answer settings) {
      URI it = URI.create(url);
      boolean trusted = Stream.of(settings.url(), settings.fallbackUrl(), settings.hangupUrl()).flatMap(Optional::stream)
          .anyMatch(own -> Link.in(own, true, it).trusted());
      return new Handover.Target(url, method, trusted);
    }
  }

  /** As a channel carries it. */
  String word() {
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException defect) {
      throw new IllegalStateException("an order that is no JSON", defect);
    }
  }

  /**
   * That of a channel, if it is a call that an application placed; not of the other leg, to which mod_loopback.c copies the variables of originate, and
   * which the dialplan may hand over as a call of its own.
   */
  static Optional<OutgoingOrder> of(ChannelFacts channel) {
    return channel.header(DIRECTION).filter("outbound"::equals).flatMap(placed -> channel.variable(VARIABLE)).flatMap(word -> {
      try {
        return Optional.ofNullable(JSON.readValue(Base64.getUrlDecoder().decode(word), OutgoingOrder.class));
      } catch (IOException | IllegalArgumentException unreadable) {
        return Optional.empty();
      }
    });
  }

  /** Another document when it is answered. */
  OutgoingOrder answeredBy(Url url) {
    return new OutgoingOrder(from, to, callerName, url, fallback, ring, hangup, sendDigits);
  }

  /**
   * What is said of the channel, with who calls whom as the application has it: FreeSWITCH turns caller and callee round once such a call is answered.
   */
  ChannelFacts told(ChannelFacts channel) {
    Map<String, String> headers = new HashMap<>(channel.headers());
    headers.put(DIRECTION, "outbound");
    headers.put("Caller-Caller-ID-Number", from);
    headers.put("Caller-Caller-ID-Name", callerName);
    headers.put("variable_confab_to", to);
    headers.put("variable_" + VARIABLE, word());
    return new ChannelFacts(channel.uuid(), headers);
  }
}
