package org.confab.yaml;

/** Where something was said; line and column are 0 where they make no sense. */
public record Place(String source, int line, int column) implements Comparable<Place> {

  /** All of it. */
  public static Place whole(String source) {
    return new Place(source, 0, 0);
  }

  /** In the order of the file. */
  @Override
  public int compareTo(Place other) {
    return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
