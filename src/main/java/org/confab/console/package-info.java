/**
 * {@code /console} on the operator's port: a page that shows conferences, members, requests and callbacks while they happen, and by which an operator
 * gives orders. The page is plain files beside this package's classes; what it shows is sent to it as server-sent events.
 */
package org.confab.console;
