/** What can be seen of live conferences and calls from outside their box's context, and done to them: by Plivo's REST API and by the console. */
package org.confab.live;
