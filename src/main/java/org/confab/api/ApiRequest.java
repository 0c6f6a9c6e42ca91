package org.confab.api;

import java.util.Map;

/**
 * A REST request that is somebody's.
 *
 * @param apiId      names it in its answer, in the log, and in callbacks that come of it
 * @param account    the auth id of whoever asks; that of the path is the same
 * @param path       the path as it came
 * @param names      what stands for the names in the route's template, decoded: any text that is not empty
 * @param parameters of its query and its body
 */
record ApiRequest(String apiId, String account, String path, Map<String, String> names, ApiParameters parameters) {

  ApiRequest {
    names = Map.copyOf(names);
  }

  String name(String name) {
    return names.get(name);
  }
}
