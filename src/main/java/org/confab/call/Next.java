package org.confab.call;

import java.util.Map;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;

/** What follows an element. */
sealed interface Next {

  /** The document's next element. */
  record Continue() implements Next {}

  /** Another document, in place of the rest of this one; {@code redirect} if nothing but a {@code <Redirect>} leads there. */
  record Document(Link link, HttpMethod method, Map<String, String> parameters, boolean redirect) implements Next {}

  /** What the operator wants of documents that cannot be run: the fallback URL, or the end. */
  record Fallback(String why) implements Next {}

  /** The call is given back to the dialplan. */
  record GiveBack(String extension) implements Next {}

  /** The call is hung up. */
  record HangUp(String cause) implements Next {}

  /** The call is gone, or in other hands. */
  record Over() implements Next {}

  static Next onward() {
    return new Continue();
  }
}
