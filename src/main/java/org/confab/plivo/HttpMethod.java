package org.confab.plivo;

/** The two methods that Plivo requests URLs with. */
public enum HttpMethod {
  GET, POST
}
