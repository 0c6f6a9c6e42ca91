package org.confab.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All addresses that begin alike (CIDR, RFC 4632): {@code 10.0.0.0/8}, {@code fd00::/8}.
 *
 * @param first the lowest one
 * @param bits how many bits they have in common
 */
public record Network(InetAddress first, int bits) {

  private static final Pattern CIDR = Pattern.compile("([0-9A-Fa-f:.]{2,45})(?:/([0-9]{1,3}))?");

  public Network {
    if (bits < 0 || bits > first.getAddress().length * 8) {
      throw new IllegalArgumentException("bits out of range: " + bits);
    }
    if (!Arrays.equals(masked(first.getAddress(), bits), first.getAddress())) {
      throw new IllegalArgumentException("not the lowest address of a network: " + first + "/" + bits);
    }
  }

  /** That address alone. */
  public static Network of(InetAddress address) {
    return new Network(Literals.of(address.getAddress()), address.getAddress().length * 8);
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or an address for that address alone.
   *
   * @throws IllegalArgumentException with a text for operators that says what would be right
   */
  public static Network parse(String text) {
    String shown = "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text).replaceAll("\\p{C}", "?") + "\"";
    Matcher cidr = CIDR.matcher(text);
    InetAddress address = cidr.matches() ? Literals.of(cidr.group(1)).orElse(null) : null;
    if (address == null) {
      throw new IllegalArgumentException("must be a network as in 10.0.0.0/8 or fd00::/8, or a single address, not " + shown);
    }
    int most = address.getAddress().length * 8;
    if (most == 32 && text.contains(":")) {
      throw new IllegalArgumentException("must have an IPv4 network written as such, as in 10.0.0.0/8, not " + shown);
    }
    int bits = cidr.group(2) == null ? most : Integer.parseInt(cidr.group(2));
    if (bits > most) {
      throw new IllegalArgumentException("must have at most /" + most + " after the address, not " + shown);
    }
    InetAddress first = Literals.of(masked(address.getAddress(), bits));
    if (!first.equals(address)) {
      throw new IllegalArgumentException("must begin with the network's first address: " + new Network(first, bits) + ", or "
          + new Network(address, most) + " for that one alone, not " + shown);
    }
    return new Network(first, bits);
  }

  /** IPv4 addresses and IPv6 addresses are never in a network of the other kind. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == first.getAddress().length && Arrays.equals(masked(bytes, bits), first.getAddress());
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - 8 * i));
      masked[i] &= (byte) (0xFF << (8 - kept));
    }
    return masked;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return first.getHostAddress() + "/" + bits;
  }
}
