package org.confab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.network.NetworkTest.address;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

  private final AddressGuard strict = guard();

  private static AddressGuard guard(String... allowed) {
    return new AddressGuard(Stream.of(allowed).map(Network::parse).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
      "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "192.169.0.0", "198.17.255.255",
      "198.20.0.0", "223.255.255.255", "2001:4860:4860::8888", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450::1", "2003::1"})
  void publicAddressesMayBeReached(String address) {
    assertThat(strict.of(address(address), false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3, a private address (RFC 1918)", "172.31.255.255, a private address (RFC 1918)", "127.9.9.9, a loopback address",
    "169.254.1.1, a link-local address", "100.127.255.255, an address behind a carrier's NAT (RFC 6598)", "198.19.0.1, an address for benchmarks (RFC 2544)",
    "203.0.113.9, an address for documentation", "224.0.0.1, a multicast address", "255.255.255.255, the broadcast address",
    "250.1.1.1, a reserved address", "0.1.2.3, an address of \"this network\" (RFC 791)", "::, the unspecified address", "::1, a loopback address",
    "fd12::1, a private address (RFC 4193)", "fe80::1, a link-local address", "ff02::1, a multicast address",
    "2001:db8::1, an address for documentation", "3fff::1, an address for documentation", "5f00::1, a reserved address", "100::1, a reserved address"})
  void refusalSaysWhatKindOfAddressItIsAndWhatWouldAllowIt(String address, String reason) {
    Refusal refusal = strict.of(address(address), false).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.allowing()).containsExactly(Network.of(address(address)));
    assertThat(refusal.remedy()).isEqualTo("if it may be, add " + Network.of(address(address)) + " to http.allow in confab.yaml");
    assertThat(new AddressGuard(refusal.allowing()).of(address(address), false)).isEmpty();
    assertThat(strict.of(address(address), true)).isEmpty();
  }

  @Test
  void allowedNetworkAllowsItsAddressesAndNoOthers() {
    AddressGuard guard = guard("10.20.0.0/16", "fd12::/16");
    assertThat(guard.of(address("10.20.255.1"), false)).isEmpty();
    assertThat(guard.of(address("fd12::9"), false)).isEmpty();
    assertThat(guard.of(address("10.21.0.1"), false)).isPresent();
    assertThat(guard.of(address("fd13::9"), false)).isPresent();
    assertThat(guard.of(address("127.0.0.1"), false)).isPresent();
  }

  @Test
  void addressInAnAddressHasToBeAllowedAsWell() {
    for (String both : List.of("64:ff9b::10.0.0.1", "64:ff9b:1::10.0.0.1", "2002:a00:1::", "::10.0.0.1", "::ffff:0:10.0.0.1")) {
      assertThat(strict.of(address(both), false)).as(both).isPresent();
      assertThat(guard("10.0.0.0/8").of(address(both), false)).as(both).isPresent();
      assertThat(guard("::/0").of(address(both), false)).as(both).isPresent();
      assertThat(guard("::/0", "10.0.0.0/8").of(address(both), false)).as(both).isEmpty();
      assertThat(strict.of(address(both), false).orElseThrow().allowing()).as(both).hasSize(2);
    }
    // public hosts behind NAT64, for a box without IPv4
    assertThat(guard("64:ff9b::/96").of(address("64:ff9b::1.1.1.1"), false)).isEmpty();
    assertThat(guard("2a00::/16").of(address("2a00::5efe:10.0.0.1"), false)).isPresent();
  }

  @Test
  void mappedAddressIsTheIpv4AddressThatTheKernelMakesOfIt() throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = bytes[11] = -1;
    bytes[12] = 127;
    bytes[15] = 1;
    Inet6Address mapped = Inet6Address.getByAddress("x", bytes, -1);
    assertThat(mapped.getAddress()).hasSize(16);
    assertThat(strict.of(mapped, false)).map(Refusal::reason).contains("a loopback address");
    assertThat(guard("::/0").of(mapped, false)).isPresent();
    assertThat(guard("127.0.0.0/8").of(mapped, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254",
      "::ffff:169.254.169.254", "::169.254.169.254", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1"})
  void nothingAllowsAMetadataService(String address) {
    Refusal refusal = guard("0.0.0.0/0", "::/0", "169.254.169.254").of(address(address), true).orElseThrow();
    assertThat(refusal.remedy()).isEqualTo("no setting allows that");
    assertThat(strict.of(address(address), false)).contains(refusal);
  }

  @ParameterizedTest
  @CsvSource({"metadata.google.internal, true", "METADATA.Google.Internal., true", "metadata.google.internal.example, false", "app.example, false"})
  void metadataServicesAreRefusedByNameToo(String name, boolean refused) {
    assertThat(strict.ofName(name).isPresent()).isEqualTo(refused);
  }
}
