/**
 * Everything between FreeSWITCH, Confab and the application that can be wrong, each with what mends it. One class for each thing that is looked at; all of it blocks, and
 * changes nothing that stays.
 */
package org.confab.doctor;
