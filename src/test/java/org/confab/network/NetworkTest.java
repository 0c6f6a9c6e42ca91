package org.confab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, 10.255.255.255, 9.255.255.255, 11.0.0.0", "100.64.0.0/10, 100.64.0.0, 100.127.255.255, 100.63.255.255, 100.128.0.0",
    "192.168.1.7, 192.168.1.7, 192.168.1.7, 192.168.1.6, 192.168.1.8", "0.0.0.0/0, 0.0.0.0, 255.255.255.255, ::1, ::",
    "fc00::/7, fc00::, fdff:ffff::1, fbff::, fe00::", "::1/128, ::1, ::1, ::, ::2", "2001:db8::/33, 2001:db8::, 2001:db8:7fff::, 2001:db8:8000::, 10.0.0.1"})
  void holdsItsFirstAndItsLastAddressAndNotTheirNeighbours(String network, String first, String last, String below, String above) {
    assertThat(Network.parse(network).contains(address(first))).isTrue();
    assertThat(Network.parse(network).contains(address(last))).isTrue();
    assertThat(Network.parse(network).contains(address(below))).isFalse();
    assertThat(Network.parse(network).contains(address(above))).isFalse();
    assertThat(Network.parse(Network.parse(network).toString())).isEqualTo(Network.parse(network));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/8", "10/8", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.1/8", "010.0.0.0/8",
      "10.0.0.0/255.0.0.0", "256.0.0.0/8", "fd00::/129", "fd00::1/8", "[fd00::]/8", "fe80::1%eth0", "::ffff:10.0.0.0/104", "localhost", "10.0.0.0 /8",
      "*", "10.*", "0x0a000000/8", "167772160/8", "10.0.0.0/99999999999", "：：/0", "１０.0.0.0/8", "10.0.0.0\n/8"})
  void whatIsNoNetworkIsRefusedWithWhatWouldBeRight(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("must ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void onlyTheOneFormOfAnAddressThatEverybodyReadsAlikeIsAnAddress() {
    for (String text : new String[] {"127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.01", "127.0.0.256", "1.2.3.4.5", "127.0.0.1.", "",
        ":", "::1%lo", "[::1]", "localhost", "1:2", "::1::", "a.b", "１.2.3.4"}) {
      assertThat(Literals.of(text)).as(text).isEmpty();
    }
    assertThat(Literals.of("192.0.2.255").map(InetAddress::getHostAddress)).contains("192.0.2.255");
    assertThat(Literals.of("::ffff:127.0.0.1").map(InetAddress::getHostAddress)).contains("127.0.0.1");
    assertThat(Literals.of("fd00::1")).isPresent();
  }

  static InetAddress address(String text) {
    Optional<InetAddress> address = Literals.of(text);
    return address.orElseThrow(() -> new AssertionError(text));
  }
}
