package org.confab.freeswitch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Applications that FreeSWITCH runs on a channel one after the other, by itself: an inline dialplan for {@code execute_extension}. Every chain
 * ends by arming the call's way out, and by setting {@link #STEP}; a call of which nobody takes care any more is then led to the operator's
 * fallback, never left in silence.
 */
public final class Chain {

  /** The channel variable that holds the id of the last chain that ran to its end. */
  public static final String STEP = "confab_step";

  /** Nothing of these has a meaning to the inline dialplan's {@code m:~:} form, its quotes, or variable expansion. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9 _./:@+|{}=,;()%#*!-]*");
  private static final Pattern APPLICATION = Pattern.compile("[a-z_0-9]{1,64}");
  private static final Pattern FALLBACK = Pattern.compile("[A-Za-z0-9_.+*#-]{1,64} [A-Za-z]{1,20} [A-Za-z0-9_.-]{1,64}");
  private static final int FALLBACK_SECONDS = 30;

  private final List<String> steps = new ArrayList<>();

  /** Adds an application. Throws {@link IllegalArgumentException} for a name or an argument with characters that could be syntax. */
  public Chain then(String application, String argument) {
    if (!APPLICATION.matcher(application).matches()) {
      throw new IllegalArgumentException("not the name of an application");
    }
    if (!isSafe(argument)) {
      throw new IllegalArgumentException("an argument of " + application + " has characters that are syntax to FreeSWITCH");
    }
    steps.add(application + ":" + argument);
    return this;
  }

  /** Adds another chain's applications. */
  public Chain then(Chain other) {
    steps.addAll(other.steps);
    return this;
  }

  /** Whether it has no application. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Whether the text can be an application's argument in a chain. */
  public static boolean isSafe(String argument) {
    return SAFE.matcher(argument).matches();
  }

  /** Whether the text names a way out: {@code <extension> XML <context>}. */
  public static boolean isFallback(String text) {
    return FALLBACK.matcher(text).matches();
  }

  /** {@code execute_extension}'s argument. */
  String argument(String id, Optional<String> fallback) {
    List<String> all = new ArrayList<>(steps);
    fallback.filter(Chain::isFallback).ifPresent(way -> all.add("sched_transfer:+" + FALLBACK_SECONDS + " " + way));
    all.add("set:" + STEP + "=" + id);
    return "'m:~:" + String.join("~", all) + "' inline";
  }

  @Override
  public String toString() {
    return String.join(" ", steps);
  }
}
