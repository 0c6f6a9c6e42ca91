package org.confab.freeswitch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A FreeSWITCH version, as {@code version short} prints it. */
public record SwitchVersion(int major, int minor, int patch) implements Comparable<SwitchVersion> {

  /** From here on any {@code endconf} member's exit ends the room (signalwire/freeswitch PR 2079); what we know was seen from here on. */
  public static final SwitchVersion OLDEST_KNOWN = new SwitchVersion(1, 10, 10);

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

  /** The first version number in the text; 0.0.0 if there is none, which is older than any. */
  public static SwitchVersion parse(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    return matcher.find()
        ? new SwitchVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)))
        : new SwitchVersion(0, 0, 0);
  }

  /** Whether {@code endconf} can be left to the switch. */
  public boolean endconfEndsRoom() {
    return compareTo(OLDEST_KNOWN) >= 0;
  }

  @Override
  public int compareTo(SwitchVersion other) {
    return major != other.major ? Integer.compare(major, other.major)
        : minor != other.minor ? Integer.compare(minor, other.minor) : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
