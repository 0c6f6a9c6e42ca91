package org.confab.plivo;

import java.util.Map;

/** An element that asks the caller for keys. */
public sealed interface InputElement extends Element permits GetDigitsElement, GetInputElement {

  KeyInput input();

  /** The parameters of the request to action: what was pressed, and the call's. */
  Map<String, String> action(CallParameters call, String digits);
}
