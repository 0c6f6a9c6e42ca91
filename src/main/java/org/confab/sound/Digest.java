package org.confab.sound;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names of files: the SHA-256 of what is in them, or of what they are made from. */
final class Digest {

  private Digest() {}

  /** Different lists of texts have different digests. */
  static String of(List<String> parts) {
    MessageDigest sha = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** @param how what is made of the bytes */
  static String of(String how, byte[] bytes) {
    MessageDigest sha = sha256();
    sha.update(how.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    return HexFormat.of().formatHex(sha.digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
