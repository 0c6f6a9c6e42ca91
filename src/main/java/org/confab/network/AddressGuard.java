package org.confab.network;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses requests may go to: those of the public Internet (IANA's special-purpose registries, RFC 6890, say which are not), and what
 * the operator allows. Where a cloud keeps the credentials of its machines, never.
 */
public final class AddressGuard {

  private record Range(Network network, String what) {
    static Range of(String network, String what) {
      return new Range(Network.parse(network), what);
    }
  }

  private static final String METADATA = "where a cloud keeps the credentials of its machines (metadata service)";
  private static final Set<String> METADATA_NAMES = Set.of("metadata.google.internal", "metadata.goog");
  /** AWS, Azure, Google and most others; AWS ECS and EKS; Alibaba; Oracle's older one; Azure's wire server; AWS and Google by IPv6. */
  private static final List<Network> METADATA_ADDRESSES = List.of(
      Network.parse("169.254.169.254"), Network.parse("169.254.170.2"), Network.parse("169.254.170.23"), Network.parse("100.100.100.200"),
      Network.parse("192.0.0.192"), Network.parse("168.63.129.16"), Network.parse("fd00:ec2::254"), Network.parse("fd00:ec2::23"),
      Network.parse("fd20:ce::254"));

  /** The first that fits names the address. */
  private static final List<Range> NOT_PUBLIC = List.of(
      Range.of("0.0.0.0/8", "an address of \"this network\" (RFC 791)"),
      Range.of("10.0.0.0/8", "a private address (RFC 1918)"),
      Range.of("172.16.0.0/12", "a private address (RFC 1918)"),
      Range.of("192.168.0.0/16", "a private address (RFC 1918)"),
      Range.of("127.0.0.0/8", "a loopback address"),
      Range.of("169.254.0.0/16", "a link-local address"),
      Range.of("100.64.0.0/10", "an address behind a carrier's NAT (RFC 6598)"),
      Range.of("192.0.0.0/24", "an address kept for protocols (RFC 6890)"),
      Range.of("192.0.2.0/24", "an address for documentation"),
      Range.of("198.51.100.0/24", "an address for documentation"),
      Range.of("203.0.113.0/24", "an address for documentation"),
      Range.of("192.88.99.0/24", "a relay from IPv6 (RFC 7526)"),
      Range.of("198.18.0.0/15", "an address for benchmarks (RFC 2544)"),
      Range.of("224.0.0.0/4", "a multicast address"),
      Range.of("255.255.255.255", "the broadcast address"),
      Range.of("240.0.0.0/4", "a reserved address"),
      Range.of("::/128", "the unspecified address"),
      Range.of("::1/128", "a loopback address"),
      Range.of("::/96", "an IPv4 address in IPv6 (RFC 4291)"),
      Range.of("64:ff9b::/96", "an IPv4 address behind NAT64 (RFC 6052)"),
      Range.of("64:ff9b:1::/48", "an IPv4 address behind NAT64 (RFC 8215)"),
      Range.of("fc00::/7", "a private address (RFC 4193)"),
      Range.of("fe80::/10", "a link-local address"),
      Range.of("fec0::/10", "a site-local address"),
      Range.of("ff00::/8", "a multicast address"),
      Range.of("2001::/32", "an IPv4 address by Teredo (RFC 4380)"),
      Range.of("2001::/23", "an address kept for protocols (RFC 2928)"),
      Range.of("2001:db8::/32", "an address for documentation"),
      Range.of("2002::/16", "an IPv4 address by 6to4 (RFC 3056)"),
      Range.of("3fff::/20", "an address for documentation"));
  private static final Network PUBLIC_IPV6 = Network.parse("2000::/3");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
  /** IPv6 networks whose addresses end in an IPv4 address; ::ffff:0:0:0/96 is that of RFC 2765. */
  private static final List<Network> ENDING_IN_IPV4 = List.of(
      Network.parse("::/96"), Network.parse("::ffff:0:0:0/96"), Network.parse("64:ff9b::/96"), Network.parse("64:ff9b:1::/48"));

  private final List<Network> allowed;

  /** @param allowed what the operator allows beyond the public Internet: {@code http.allow} */
  public AddressGuard(List<Network> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** Whether a name is refused whatever its addresses. */
  public Optional<Refusal> ofName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return METADATA_NAMES.contains(name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
        ? Optional.of(new Refusal(METADATA, List.of())) : Optional.empty();
  }

  /**
   * Whether an address is refused. An IPv6 address in which an IPv4 address is embedded is refused if either is.
   *
   * @param trusted whether the operator himself named the URL: then only metadata services are refused
   */
  public Optional<Refusal> of(InetAddress address, boolean trusted) {
    List<InetAddress> forms = forms(address.getAddress());
    if (forms.stream().anyMatch(form -> METADATA_ADDRESSES.stream().anyMatch(network -> network.contains(form)))) {
      return Optional.of(new Refusal(METADATA, List.of()));
    }
    if (trusted) {
      return Optional.empty();
    }
    List<InetAddress> refused = forms.stream()
        .filter(form -> notPublic(form).isPresent() && allowed.stream().noneMatch(network -> network.contains(form))).toList();
    return refused.isEmpty() ? Optional.empty()
        : Optional.of(new Refusal(notPublic(refused.get(0)).orElseThrow(), refused.stream().map(Network::of).toList()));
  }

  private static Optional<String> notPublic(InetAddress address) {
    Optional<String> known = NOT_PUBLIC.stream().filter(range -> range.network().contains(address)).map(Range::what).findFirst();
    boolean reserved = address.getAddress().length == 16 && !PUBLIC_IPV6.contains(address);
    return known.or(() -> reserved ? Optional.of("a reserved address") : Optional.empty());
  }

  /** The address as it would be connected to, and the IPv4 address that somebody on the way may make of it. */
  private static List<InetAddress> forms(byte[] address) {
    // IPv4-mapped (::ffff:0:0/96) becomes an IPv4 address here, as it does in the kernel
    InetAddress plain = Literals.of(address);
    List<InetAddress> forms = new ArrayList<>(List.of(plain));
    if (plain.getAddress().length == 16) {
      embedded(plain).ifPresent(offset -> forms.add(Literals.of(Arrays.copyOfRange(address, offset, offset + 4))));
    }
    return forms;
  }

  private static Optional<Integer> embedded(InetAddress address) {
    if (SIX_TO_FOUR.contains(address)) {
      return Optional.of(2);
    }
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return Optional.empty();
    }
    byte[] bytes = address.getAddress();
    boolean isatap = (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && (bytes[11] & 0xFF) == 0xFE;
    return isatap || ENDING_IN_IPV4.stream().anyMatch(network -> network.contains(address)) ? Optional.of(12) : Optional.empty();
  }
}
