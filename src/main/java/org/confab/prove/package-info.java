/**
 * The kill test: calls come and go in conferences while Confab is killed and started again, and a ledger of what an application was told says
 * whether anything was lost, doubled or out of order. A program for operators ({@code scripts/prove}) and for the test suite.
 */
package org.confab.prove;
