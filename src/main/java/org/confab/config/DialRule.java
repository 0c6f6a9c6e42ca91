package org.confab.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may be called, and how: {@code 49* -> sofia/gateway/carrier/+{to}}, {@code sip:*@pbx.example -> sofia/external/{to}}. Whatever is asked for, what
 * this makes of it is one dial string of FreeSWITCH's with one channel: nothing but digits, or a user of the host that the rule itself names, gets into it.
 *
 * @param who    digits and {@code *}, which stands for any digits, {@code +} left out; or {@code sip:<user>@<host>[:<port>]}, in whose user {@code *} stands
 *               for anything that a user may have; of those who are refused, upper and lower case and a leading + do not matter
 * @param string {@code refuse}: nobody of these is called; or a dial string in which {@code {to}} is what was asked for: the digits, or {@code user@host:port}; and {@code {user}}, in those of SIP, the user
 */
public record DialRule(String who, String string) {

  private static final String ARROW = "->";
  private static final String SIP = "sip:";
  private static final String REFUSE = "refuse";
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,20}");
  private static final Pattern ADDRESS = Pattern.compile("(?i)sip:([a-z0-9_.+-]{1,64})@([a-z0-9.-]{1,253}(?::[0-9]{1,5})?)");
  private static final Pattern WHICH_NUMBERS = Pattern.compile("[0-9*]{1,40}");
  private static final Pattern WHICH_ADDRESSES = Pattern.compile("sip:[A-Za-z0-9_.+*-]{1,64}@[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");
  /** No comma, no bar, no bracket: they would make several channels of it, or variables. */
  private static final Pattern STRING = Pattern.compile("[A-Za-z0-9_]+/([A-Za-z0-9_.:;=@/+*#-]|\\{to}|\\{user})+");

  /** Reads one; throws {@link IllegalArgumentException} that says what would be right. */
  static DialRule parse(String text) {
    int arrow = text.indexOf(ARROW);
    String who = arrow < 0 ? "" : text.substring(0, arrow).strip();
    String string = arrow < 0 ? "" : text.substring(arrow + ARROW.length()).strip();
    String plain = who.startsWith("+") ? who.substring(1) : who;
    if (!WHICH_NUMBERS.matcher(plain).matches() && !WHICH_ADDRESSES.matcher(plain).matches()) {
      throw new IllegalArgumentException("must be rules as in \"49* -> sofia/gateway/carrier/{to}\"; before the arrow stand digits and *, or "
          + "sip:<user>@<host>, in whose user * may stand");
    }
    if (!string.equals(REFUSE) && (!STRING.matcher(string).matches() || !string.contains("{to}") && !string.contains("{user}"))) {
      throw new IllegalArgumentException("must be rules as in \"49* -> sofia/gateway/carrier/{to}\"; after the arrow stands refuse, or one "
          + "dial string with {to} in it, of letters, digits and _ . : ; = @ / + * # -");
    }
    if (string.contains("{user}") && !plain.startsWith(SIP)) {
      throw new IllegalArgumentException("must be rules; {user} is for those of sip: addresses, in others {to} is the number");
    }
    return new DialRule(plain, string);
  }

  /** Whether that is something that a rule could be for: a number of up to 20 digits, or a SIP address. */
  public static boolean isCallable(String to) {
    return NUMBER.matcher(to).matches() || ADDRESS.matcher(to).matches();
  }

  /** Whether nobody is called whom it is for. */
  public boolean refuses() {
    return string.equals(REFUSE);
  }

  /** How that is called, which means nothing if this {@link #refuses}; empty if this rule is not for it. */
  public Optional<String> dial(String to) {
    if (NUMBER.matcher(to).matches()) {
      String digits = to.startsWith("+") ? to.substring(1) : to;
      return who.startsWith(SIP) || !fits(who, digits) ? Optional.empty() : Optional.of(string.replace("{to}", digits));
    }
    Matcher address = ADDRESS.matcher(to);
    if (!address.matches() || !who.startsWith(SIP)) {
      return Optional.empty();
    }
    String user = address.group(1);
    String host = who.substring(who.indexOf('@') + 1);
    return host.equalsIgnoreCase(address.group(2)) && fitsUser(who.substring(SIP.length(), who.indexOf('@')), user)
        ? Optional.of(string.replace("{to}", user + "@" + host).replace("{user}", user)) : Optional.empty();
  }

  /** A user is what he is, except for a rule that refuses: his host may not tell Anna from anna, nor a number with a plus from one without. */
  private boolean fitsUser(String pattern, String user) {
    return fits(pattern, user) || refuses() && fits(spelled(pattern), spelled(user));
  }

  private static String spelled(String user) {
    return (user.startsWith("+") ? user.substring(1) : user).toLowerCase(Locale.ROOT);
  }

  /** {@code *} stands for anything. Without going back: the last star takes what it can. */
  private static boolean fits(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return pattern.equals(text);
    }
    String last = parts[parts.length - 1];
    if (!text.startsWith(parts[0]) || !text.endsWith(last) || text.length() < parts[0].length() + last.length()) {
      return false;
    }
    int at = parts[0].length();
    int end = text.length() - last.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0 || found + parts[i].length() > end) {
        return false;
      }
      at = found + parts[i].length();
    }
    return true;
  }
}
