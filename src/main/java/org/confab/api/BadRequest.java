package org.confab.api;

/** What is wrong with a request, for whoever made it; a handler that throws it has done nothing. Without a stack trace: it is no defect. */
final class BadRequest extends RuntimeException {

  private final transient Answer answer;

  /** 400. */
  BadRequest(String why) {
    this(400, why);
  }

  BadRequest(int status, String why) {
    this(Answer.error(status, why));
  }

  BadRequest(Answer answer) {
    super(answer.words(), null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}
