/**
 * What Confab itself serves over HTTP: health, metrics and whatever else is routed there on the operator's port, recordings and Plivo's REST API on the public one.
 *
 * <p>A call of the REST API is a {@link org.confab.api.Route}: {@code Route.post("Conference/{name}/Record/", this::start).once()}. Classes
 * that have such, each about one thing, implement {@link org.confab.api.Routes}, are listed where {@link org.confab.api.RestRequests} is
 * made, and are described in {@code openapi.json}, which a test compares with them. The work is given an {@code ApiRequest}: the account
 * that was authenticated, the path's names decoded, the parameters of query and body ({@code request.parameters().requiredUrl("url")} and
 * others, which refuse with 400 by themselves). It returns an {@code Answer} without {@code api_id}, or throws {@code BadRequest} before it
 * did anything. It is called on the public port's event loop, and must not block it; its future may complete on any thread. Whatever acts
 * anew each time it is asked is marked {@code once()}, so that a client that repeats a request does not act twice.
 */
package org.confab.api;
