package org.confab.sound;

import java.util.Arrays;
import org.confab.sound.WavFile.Sink;

/**
 * Makes 16 kHz of any rate: a sinc of 32 zero crossings on either side under a Kaiser window, cut off a little below the lower of the two
 * rates' limits. What 16 kHz cannot carry is 60 dB down and more, not folded back.
 */
final class Resampler {

  private static final int ZERO_CROSSINGS = 32;
  private static final double BETA = 8;
  private static final double CUT_OFF = 0.92;
  private static final int MOST_PHASES = 1024;

  private final Sink sink;
  private final int step;
  private final int over;
  private final int half;
  private final float[][] kernels;
  private final float[] output = new float[4096];
  private float[] input;
  private int held;
  private long position;

  /** @param rate of what will be given, above 0 */
  Resampler(int rate, Sink sink) {
    this.sink = sink;
    int common = gcd(rate, WavFile.RATE);
    this.step = rate / common;
    this.over = WavFile.RATE / common;
    double scale = Math.min(1, (double) WavFile.RATE / rate);
    this.half = (int) Math.ceil(ZERO_CROSSINGS / scale);
    this.input = new float[2 * half + 8192];
    this.held = half - 1; // silence before the first sample
    this.kernels = rate == WavFile.RATE ? new float[0][] : kernels(Math.min(over, MOST_PHASES), half, scale * CUT_OFF);
  }

  /** False as soon as the sink has enough. */
  boolean accept(float[] samples, int count) {
    if (kernels.length == 0) {
      return sink.write(samples, count);
    }
    for (int from = 0; from < count; ) {
      int taken = Math.min(count - from, input.length - held);
      System.arraycopy(samples, from, input, held, taken);
      held += taken;
      from += taken;
      if (!drain()) {
        return false;
      }
    }
    return true;
  }

  /** The rest: what still depended on samples that will not come. */
  void finish() {
    if (kernels.length > 0) {
      float[] silence = new float[half];
      accept(silence, half);
    }
  }

  /**
   * Everything for which all samples are there. The position is counted in input samples from the start of the buffer, times {@code
   * over}.
   */
  private boolean drain() {
    int made = 0;
    boolean wanted = true;
    while (wanted) {
      int index = (int) (position / over);
      if (index + 2 * half > held) {
        break;
      }
      float[] kernel = kernels[(int) (position % over * kernels.length / over)];
      float sum = 0;
      for (int i = 0; i < kernel.length; i++) {
        sum += input[index + i] * kernel[i];
      }
      output[made++] = sum;
      position += step;
      if (made == output.length) {
        wanted = sink.write(output, made);
        made = 0;
      }
    }
    wanted = wanted && (made == 0 || sink.write(output, made));
    int done = (int) Math.min(position / over, held);
    System.arraycopy(input, done, input, 0, held - done);
    held -= done;
    position -= (long) done * over;
    return wanted;
  }

  /** For each phase between two input samples: the weights of the samples around, which together let a constant pass unchanged. */
  private static float[][] kernels(int phases, int half, double cutOff) {
    float[][] kernels = new float[phases][2 * half];
    double window = bessel(BETA);
    for (int phase = 0; phase < phases; phase++) {
      double[] weights = new double[2 * half];
      for (int i = 0; i < weights.length; i++) {
        double distance = i - (half - 1) - (double) phase / phases;
        double edge = distance / half;
        double sinc = distance == 0 ? 1 : Math.sin(Math.PI * distance * cutOff) / (Math.PI * distance * cutOff);
        weights[i] = Math.abs(edge) >= 1 ? 0 : sinc * bessel(BETA * Math.sqrt(1 - edge * edge)) / window;
      }
      double sum = Arrays.stream(weights).sum();
      for (int i = 0; i < weights.length; i++) {
        kernels[phase][i] = (float) (weights[i] / sum);
      }
    }
    return kernels;
  }

  /** The modified Bessel function of the first kind, order 0. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 50 && term > 1e-12 * sum; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  private static int gcd(int one, int other) {
    return other == 0 ? one : gcd(other, one % other);
  }
}
