/**
 * The Event Socket wire: frames, events, commands and their replies, one connection, and the waiting between two of them.
 *
 * <p>An <em>inbound</em> socket, in FreeSWITCH's words, is one that we open to it. Sockets are Vert.x's; commands and replies are
 * esl-client's values ({@code SendMsg}, {@code EslMessage}, {@code CommandResponse}); its client and its decoder are not used
 * (docs/decisions/0001-event-socket.md). Nothing here knows of conferences.
 */
package org.confab.esl;
