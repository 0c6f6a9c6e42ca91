package org.confab.call;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.confab.config.Account;
import org.confab.freeswitch.ChannelFacts;
import org.confab.log.Subject;

/** A call that was handed to us, from its park to its end. Belongs to its box's context. */
final class Call implements Subject {

  private final ChannelFacts channel;
  private final Account account;
  private final Handover handover;
  private final Instant takenAt;
  private boolean answered;
  private boolean prepared;
  private boolean over;
  private boolean calledAway;
  private boolean endedByOrder;
  private boolean rescuing;
  private boolean runs;
  private boolean held;
  private int redirects;
  private Optional<Instant> waitsSince = Optional.empty();
  private Optional<String> asked = Optional.empty();
  private Optional<String> wayOut;
  private Optional<Runnable> owed = Optional.empty();
  private Optional<KeyListener> keys = Optional.empty();
  private Optional<String> repeats = Optional.empty();
  private Optional<String> chain = Optional.empty();
  private RememberedCall.Position position = RememberedCall.Position.elsewhere();
  private final Memory memory;
  private Optional<String> conference = Optional.empty();

  /** Hears of the caller's keys. */
  interface KeyListener {
    void pressed(char key);
  }

  Call(ChannelFacts channel, Account account, Handover handover, Instant takenAt, Memory memory) {
    this.memory = memory;
    this.channel = channel;
    this.account = account;
    this.handover = handover;
    this.takenAt = takenAt;
    this.answered = channel.answered();
    // the dialplan armed it just before park, and says its task's id here; without a way out the task is something else of the operator's
    this.wayOut = channel.variable("confab_fallback").flatMap(named -> channel.variable("last_sched_id"));
  }

  String uuid() {
    return channel.uuid();
  }

  ChannelFacts channel() {
    return channel;
  }

  Account account() {
    return account;
  }

  Handover handover() {
    return handover;
  }

  Instant takenAt() {
    return takenAt;
  }

  /** The name of the conference that it is in, or on its way into: log lines about the call have it, too. */
  void conference(Optional<String> name) {
    conference = name;
  }

  @Override
  public Map<String, String> fields() {
    return conference.map(name -> Map.of("call", uuid(), "conference", name)).orElseGet(() -> Map.of("call", uuid()));
  }

  boolean answered() {
    return answered;
  }

  void wasAnswered() {
    answered = true;
    remember();
  }

  /** Whether our first chain has run on it: it switches the channel's key events on. */
  boolean prepared() {
    return prepared;
  }

  void prepared(boolean now) {
    prepared = now;
  }

  /** Which URL is being asked for a document, for as long as it is. */
  Optional<String> asked() {
    return asked;
  }

  void asked(Optional<String> url) {
    asked = url;
  }

  /** Whether the caller has put us on hold. */
  boolean held() {
    return held;
  }

  void held(boolean now) {
    held = now;
  }

  /** Who is told of the caller's keys from now on; nobody, unless an element asks for keys. */
  void keys(Optional<KeyListener> listener) {
    keys = listener;
  }

  void pressed(char key) {
    keys.ifPresent(listener -> listener.pressed(key));
  }

  /** The file that FreeSWITCH opens again and again for it. */
  Optional<String> repeats() {
    return repeats;
  }

  void repeats(Optional<String> file) {
    repeats = file;
  }

  /** Whether it is hung up or in other hands: nothing may be done to it any more. */
  boolean over() {
    return over;
  }

  void isOver() {
    over = true;
  }

  /** Whether its channel went on with another document, by order: another object stands for it now, and nothing is done for this one any more. */
  boolean calledAway() {
    return calledAway;
  }

  /** From now on it is {@link #calledAway}; what is returned takes its place, with nothing that runs on it. */
  Call successor() {
    Call next = new Call(channel, account, handover, takenAt, memory);
    next.answered = answered;
    // whether the chain that was to prepare it has run is not known here; said twice, it does no harm
    next.prepared = false;
    next.held = held;
    next.endedByOrder = endedByOrder;
    next.wayOut = takeWayOut();
    calledAway = true;
    over = true;
    return next;
  }

  /** Whether somebody asked for its end. */
  boolean endedByOrder() {
    return endedByOrder;
  }

  void endsByOrder() {
    endedByOrder = true;
  }

  /** Whether we pull it out of what it does, or of a room that FreeSWITCH forgot: its park begins anew, and nobody took it from us. */
  boolean rescuing() {
    return rescuing;
  }

  void rescuing(boolean now) {
    rescuing = now;
  }

  /** Redirects in a row, without anything that ran on the call in between. */
  int redirected() {
    return ++redirects;
  }

  void didSomething() {
    redirects = 0;
    waitsSince = Optional.empty();
  }

  /** Since when nothing has run on the call while something was waited for: now, if that was not so before. */
  Instant waitsSince(Instant now) {
    waitsSince = waitsSince.or(() -> Optional.of(now));
    return waitsSince.get();
  }

  /** The task that leads the call to the fallback unless we delete it; taken out of here by whoever deletes it. */
  Optional<String> takeWayOut() {
    Optional<String> armed = wayOut;
    wayOut = Optional.empty();
    return armed;
  }

  /** Whether a chain of ours is under way on it. */
  boolean runs() {
    return runs;
  }

  void runs(boolean now) {
    runs = now;
  }

  /** What could not be said to FreeSWITCH because the connection broke, if the call then still waits for it. */
  void owes(Runnable command) {
    owed = Optional.of(command);
  }

  Optional<Runnable> takeOwed() {
    Optional<Runnable> command = owed;
    owed = Optional.empty();
    return command;
  }

  void wayOut(Optional<String> armed) {
    wayOut = armed;
  }

  /** A call of the Confab before, as it was remembered. */
  static Call remembered(RememberedCall before, Account account, Handover handover, Memory memory) {
    Call call = new Call(new ChannelFacts(before.uuid(), before.headers()), account, handover, before.takenAt(), memory);
    call.answered = before.answered();
    call.prepared = before.prepared();
    call.held = before.held();
    call.wayOut = before.wayOut();
    call.chain = before.chain();
    call.position = before.position();
    return call;
  }

  /** The chain that runs on it, or is about to. */
  void chain(Optional<String> id) {
    chain = id;
    remember();
  }

  RememberedCall.Position position() {
    return position;
  }

  void position(RememberedCall.Position now) {
    position = now;
    remember();
  }

  /** To be said after anything changed that outlives the process and is not said by the method that changed it. */
  void remember() {
    // of a call that is over only that is kept which its end is told from
    if (calledAway || over && !position.isElsewhere()) {
      return;
    }
    memory.call(remembered());
  }

  /** It as it is now. */
  RememberedCall remembered() {
    return new RememberedCall(uuid(), channel.told(), account.authId(), takenAt, answered, prepared, held, chain, wayOut, position);
  }

  @Override
  public String toString() {
    return uuid();
  }
}
