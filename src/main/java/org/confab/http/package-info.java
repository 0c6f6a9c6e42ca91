/**
 * The one way out over HTTP: requests with Plivo's time limits, signatures and retries, bounded in time and size; failures that tell an
 * operator what happened.
 */
package org.confab.http;
