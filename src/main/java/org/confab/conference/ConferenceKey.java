package org.confab.conference;

/** Which conference: its name, exactly as the application wrote it, within an account. The same name in another account is another one. */
public record ConferenceKey(String account, String name) {}
