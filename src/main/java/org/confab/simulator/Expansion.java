package org.confab.simulator;

/**
 * What FreeSWITCH puts in the place of {@code ${name}} and {@code ${api(arguments)}} in an application's argument
 * (switch_channel_expand_variables); unless the channel says {@code app_disable_expand_variables}.
 */
final class Expansion {

  private Expansion() {}

  static String expand(String text, Channel channel) {
    if (!text.contains("${") || channel.variables().isTrue("app_disable_expand_variables")) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = text.startsWith("${", at) ? close(text, at + 2) : -1;
      if (end < 0) {
        out.append(text.charAt(at++));
      } else {
        out.append(value(expand(text.substring(at + 2, end), channel), channel));
        at = end + 1;
      }
    }
    return out.toString();
  }

  private static int close(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static String value(String name, Channel channel) {
    int open = name.indexOf('(');
    if (open > 0 && name.endsWith(")")) {
      return channel.core().api(name.substring(0, open) + " " + name.substring(open + 1, name.length() - 1));
    }
    return channel.variable(name).orElse("");
  }
}
