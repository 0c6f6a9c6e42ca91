package org.confab.conference;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a mod_conference room: {@code confab-<slug>-<16 hex>-<n>}. The slug is for people, the digest of account and name makes it one
 * conference's, and n tells its instances apart. Nothing that a user wrote is in it but {@code [a-z0-9]}.
 */
public record RoomName(String text) {

  /** Every room of ours begins so; the Event Socket filter relies on it. */
  public static final String PREFIX = "confab-";

  private static final Pattern FORM = Pattern.compile("confab-[a-z0-9]{1,20}-[0-9a-f]{16}-([1-9][0-9]{0,17})");
  private static final int SLUG = 20;

  /** Throws {@link IllegalArgumentException} for a name that is not of this form. */
  public RoomName {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a room of Confab's");
    }
  }

  /** The name of a conference's n-th room; n from 1. */
  public static RoomName of(ConferenceKey key, long n) {
    return new RoomName(PREFIX + slug(key.name()) + "-" + digest(key) + "-" + n);
  }

  /** The room's name if it is one of ours. */
  public static Optional<RoomName> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new RoomName(text)) : Optional.empty();
  }

  /** Which instance of its conference this is. */
  public long instance() {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String slug(String name) {
    StringBuilder slug = new StringBuilder();
    name.toLowerCase(Locale.ROOT).chars().filter(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9').limit(SLUG)
        .forEach(c -> slug.append((char) c));
    return slug.isEmpty() ? "room" : slug.toString();
  }

  private static String digest(ConferenceKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest((key.account() + "\n" + key.name()).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
