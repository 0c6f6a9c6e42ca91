/**
 * Requests that we owe to an application: stored in an outbox, delivered at least once and in order per lane, dead letters told apart from
 * late ones.
 */
package org.confab.callback;
