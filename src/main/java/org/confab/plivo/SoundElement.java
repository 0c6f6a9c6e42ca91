package org.confab.plivo;

/** What can be heard, silence included: all that a sound document may hold, and what GetDigits, GetInput and PreAnswer hold. */
public sealed interface SoundElement extends Element permits PlayElement, SpeakElement, WaitElement {
}
