/** What a caller and an application live through, from the dialplan to the callback: the same scenarios on the simulator and on a real FreeSWITCH. */
package org.confab.scenario;
