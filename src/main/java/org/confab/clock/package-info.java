/** Time as a value that is passed in: the machine's clock in the service, one that is moved by hand in tests. */
package org.confab.clock;
