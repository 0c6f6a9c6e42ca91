/**
 * Plivo's language: the XML documents that an application returns ({@link org.confab.plivo.AnswerDocuments}), the parameters and signatures
 * of the requests that it receives ({@link org.confab.plivo.CallParameters}, {@link org.confab.plivo.ConferenceParameters}, {@link
 * org.confab.plivo.HangupParameters}, {@link org.confab.plivo.Signatures}), and the options in its URLs ({@link
 * org.confab.plivo.UrlOptions}). Only text and values: no I/O, no clock, nothing but the JDK. The rule of an element's attribute is one
 * line in the {@code read} method of that element's record.
 */
package org.confab.plivo;
