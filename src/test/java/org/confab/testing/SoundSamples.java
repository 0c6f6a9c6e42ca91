package org.confab.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What FreeSWITCH would play for a name, as samples of 8 kHz: a file (WAV, 16 bit), {@code tone_stream://}, {@code silence_stream://}, several of
 * them in {@code file_string://a!b}, with {@code {loops=n}} and the like before them. A file_string
 * begins with 250 ms of silence, and leaves out what is missing, as FreeSWITCH does.
 *
 * @param once    one round of it
 * @param rounds  how often; negative: without an end
 */
record SoundSamples(float[] once, int rounds) {

  private static final Pattern PARAMETERS = Pattern.compile("^\\{([^}]*)}(.*)$", Pattern.DOTALL);
  private static final Pattern LOOPS = Pattern.compile("(?i)(?:^|[;,])\\s*(?:L|loops)=(-?\\d{1,9}|inf|infinite)");
  private static final Pattern TONE = Pattern.compile("%\\((\\d{1,7}),(\\d{1,7})((?:,\\d{1,5}(?:\\.\\d+)?)+)\\)");
  private static final int LONGEST = 600 * Ear.RATE;

  static SoundSamples of(String name) {
    Matcher parameters = PARAMETERS.matcher(name);
    if (parameters.matches()) {
      SoundSamples inner = of(parameters.group(2));
      int loops = loops(parameters.group(1));
      return loops == 1 ? inner : new SoundSamples(inner.once, loops);
    }
    if (name.startsWith("tone_stream://")) {
      return new SoundSamples(tones(name), loops(name.substring(14)));
    }
    if (name.startsWith("silence_stream://")) {
      int millis = Integer.parseInt(name.substring(17).split(",")[0]);
      return millis > 0 ? new SoundSamples(new float[bounded((long) millis * Ear.RATE / 1000)], 1) : new SoundSamples(new float[Ear.RATE], -1);
    }
    if (name.startsWith("file_string://")) {
      List<SoundSamples> parts = new ArrayList<>(List.of(new SoundSamples(new float[Ear.RATE / 4], 1)));
      for (String part : name.substring(14).split("!")) {
        parts.add(of(part));
      }
      return several(parts);
    }
    return new SoundSamples(wav(name), 1);
  }

  /** One that never ends ends the list. */
  private static SoundSamples several(List<SoundSamples> parts) {
    int length = 0;
    for (SoundSamples part : parts) {
      length = bounded((long) length + (long) part.once.length * Math.max(1, part.rounds));
    }
    float[] all = new float[length];
    int at = 0;
    for (SoundSamples part : parts) {
      for (int round = 0; (part.rounds < 0 || round < part.rounds) && at < length && part.once.length > 0; round++) {
        int count = Math.min(part.once.length, length - at);
        System.arraycopy(part.once, 0, all, at, count);
        at += count;
      }
      if (part.rounds < 0) {
        break;
      }
    }
    return new SoundSamples(all, 1);
  }

  private static int bounded(long samples) {
    return (int) Math.min(samples, LONGEST);
  }

  private static int loops(String text) {
    Matcher loops = LOOPS.matcher(text);
    if (!loops.find()) {
      return 1;
    }
    int times = loops.group(1).startsWith("inf") ? -1 : Integer.parseInt(loops.group(1));
    return times == 0 ? 1 : times;
  }

  private static float[] tones(String text) {
    List<float[]> parts = new ArrayList<>();
    int length = 0;
    Matcher tone = TONE.matcher(text);
    while (tone.find()) {
      int on = bounded(Long.parseLong(tone.group(1)) * Ear.RATE / 1000);
      float[] part = new float[bounded(on + Long.parseLong(tone.group(2)) * Ear.RATE / 1000)];
      for (String hertz : tone.group(3).substring(1).split(",")) {
        for (int i = 0; i < on; i++) {
          part[i] += (float) (Tone.AMPLITUDE * Math.sin(2 * Math.PI * Double.parseDouble(hertz) * i / Ear.RATE));
        }
      }
      parts.add(part);
      length += part.length;
    }
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** Taken to 8 kHz sample by sample, which is enough for tones below 3.4 kHz. */
  private static float[] wav(String name) {
    ByteBuffer file;
    try {
      file = ByteBuffer.wrap(Files.readAllBytes(Path.of(name))).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException | InvalidPathException missing) {
      return new float[0];
    }
    int channels = 0;
    int rate = 0;
    for (int at = 12; at + 8 <= file.limit();) {
      String chunk = new String(file.array(), at, 4, StandardCharsets.US_ASCII);
      int size = file.getInt(at + 4);
      if (chunk.equals("fmt ")) {
        if (file.getShort(at + 8) != 1 || file.getShort(at + 22) != 16) {
          throw new IllegalArgumentException(name + " is not 16-bit PCM");
        }
        channels = file.getShort(at + 10);
        rate = file.getInt(at + 12);
      } else if (chunk.equals("data")) {
        int frames = Math.min(size, file.limit() - at - 8) / (2 * channels);
        float[] samples = new float[bounded((long) frames * Ear.RATE / rate)];
        for (int i = 0; i < samples.length; i++) {
          samples[i] = file.getShort(at + 8 + 2 * channels * (int) ((long) i * rate / Ear.RATE)) / (float) Short.MAX_VALUE;
        }
        return samples;
      }
      at += 8 + size + size % 2;
    }
    throw new IllegalArgumentException(name + " is not a WAV file");
  }

  /** The sample at that place; 0 before the beginning and after the end. */
  float at(long place) {
    if (place < 0 || once.length == 0 || rounds > 0 && place >= (long) once.length * rounds) {
      return 0;
    }
    return once[(int) (place % once.length)];
  }
}
