/** Commands that the operator configured: started without a shell and without our settings, ended with everything that they started. */
package org.confab.process;
