package org.confab.yaml;

/**
 * Something wrong with a file, or with a setting.
 *
 * @param place where: {@code confab.yaml:12:9} (file, line, column) or an environment variable's name
 * @param key the key it is about; empty where it is about none
 * @param text what is wrong and what would be right; never a secret
 */
public record Problem(String place, String key, String text) {

  @Override
  public String toString() {
    return place + ": " + (key.isEmpty() ? "" : key + ": ") + text;
  }
}
