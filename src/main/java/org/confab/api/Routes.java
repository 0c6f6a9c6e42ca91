package org.confab.api;

import java.util.List;

/** Calls of the REST API that belong together. */
public interface Routes {

  List<Route> routes();
}
