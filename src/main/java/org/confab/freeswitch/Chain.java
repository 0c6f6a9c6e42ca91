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
  /** An extension, or applications of an inline dialplan, the arguments of which a colon parts from their names. */
  private static final Pattern FALLBACK = Pattern.compile("[A-Za-z0-9_.+*#:-]{1,64} [A-Za-z]{1,20} [A-Za-z0-9_.-]{1,64}");
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

  /** Whether the text names a way out: {@code <extension> XML <context>}, or {@code hangup:<cause> inline <context>}. */
  public static boolean isFallback(String text) {
    return FALLBACK.matcher(text).matches();
  }

  /** {@code execute_extension}'s argument. */
  String argument(String id, Optional<String> fallback) {
    Chain whole = new Chain().then(this);
    fallback.filter(Chain::isFallback).ifPresent(whole::wayOut);
    whole.steps.add("set:" + STEP + "=" + id);
    return whole.inline();
  }

  /** Arms that way out. Throws {@link IllegalArgumentException} if it is none. */
  Chain wayOut(String fallback) {
    if (!isFallback(fallback)) {
      throw new IllegalArgumentException("a way out that is not <extension> XML <context>");
    }
    return then("sched_transfer", "+" + FALLBACK_SECONDS + " " + fallback);
  }

  /** Where a call can be transferred to, and {@code execute_extension} can go: an extension and its dialplan. */
  String inline() {
    return "'m:~:" + String.join("~", steps) + "' inline";
  }

  @Override
  public String toString() {
    return String.join(" ", steps);
  }
}
