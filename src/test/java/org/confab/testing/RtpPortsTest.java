package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RtpPortsTest {

  @Test
  void twoThatAreThereAtTheSameTimeShareNoPort() throws IOException {
    try (RtpPorts one = RtpPorts.take(); RtpPorts other = RtpPorts.take()) {
      assertThat(one.last() < other.first() || other.last() < one.first()).isTrue();
      assertThat(one.last() - one.first()).isEqualTo(1999);
    }
  }
}
