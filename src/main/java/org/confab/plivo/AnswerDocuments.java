package org.confab.plivo;

import java.util.List;

/**
 * Reads what an answer URL or an action URL returned. The bytes may be anything: at most {@link #LARGEST} of them, no DTD of any kind and so
 * no entities beyond XML's own five, no more elements and no deeper than {@link DocumentParser} allows.
 */
public final class AnswerDocuments {

  /** Bytes; Plivo's limit of 100 KB (docs.plivo.com/docs/voice/xml/request). */
  public static final int LARGEST = 100 * 1024;

  private AnswerDocuments() {
  }

  /**
   * Reads a document in UTF-8, in UTF-16 (with a byte order mark or without), or in the encoding that it declares. Never throws, and keeps
   * nothing of {@code body}; takes time and memory in proportion to at most {@link #LARGEST} bytes.
   */
  public static Reading read(byte[] body) {
    Warnings warnings = new Warnings();
    try {
      List<Element> elements = DocumentParser.parse(body, warnings).children().stream()
          .map(element -> ElementReaders.read(element, warnings)).toList();
      return new Reading.Accepted(new AnswerDocument(elements, warnings.toList()));
    } catch (DocumentText.Unreadable e) {
      return e.refused();
    }
  }
}
