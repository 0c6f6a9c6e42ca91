package org.confab.recording;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Recordings as FreeSWITCH writes them: 16 kHz, mono; the WAV with a chunk of texts before the sound, the MP3 with ID3 tags and 32
 * kbit/s.
 */
final class SampleFiles {

  private static final int TEXTS = 90;
  /** MPEG 2, layer III, 32 kbit/s, 16 kHz, mono: 144 bytes and 36 ms a frame. */
  private static final byte[] FRAME = Arrays.copyOf(new byte[] {(byte) 0xFF, (byte) 0xF3, 0x48, (byte) 0xC0}, 144);

  private SampleFiles() {}

  /** @param promised what the header says that the sound takes; FreeSWITCH says 0 until the file is closed */
  static byte[] wav(int millis, long promised) {
    int bytes = millis * 32;
    ByteBuffer file = ByteBuffer.allocate(52 + TEXTS + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(promised == 0 ? 8 : 44 + TEXTS + bytes);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1).putInt(16_000)
        .putInt(32_000)
        .putShort((short) 2).putShort((short) 16);
    file.put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(TEXTS).put(new byte[TEXTS]);
    return file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) promised).array();
  }

  static byte[] wav(int millis) {
    return wav(millis, millis * 32L);
  }

  static byte[] mp3(int frames) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("ID3".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(new byte[] {3, 0, 0, 0, 0, 2, 0x11});
    // an encoder's name may look like the beginning of a frame
    byte[] tags = new byte[2 * 128 + 0x11];
    System.arraycopy(FRAME, 0, tags, 40, 4);
    file.writeBytes(tags);
    for (int i = 0; i < frames; i++) {
      file.writeBytes(FRAME);
    }
    return file.toByteArray();
  }

  /** A first frame that tells of the others (Xing). */
  static byte[] promise() {
    byte[] frame = FRAME.clone();
    System.arraycopy("Info".getBytes(StandardCharsets.US_ASCII), 0, frame, 4 + 9, 4);
    return frame;
  }

  static byte[] together(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
