/** What Confab itself serves over HTTP: health and metrics on the operator's port. */
package org.confab.api;
