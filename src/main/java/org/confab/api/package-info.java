/** What Confab itself serves over HTTP: health, metrics and whatever else is routed there on the operator's port, recordings on the public one. */
package org.confab.api;
