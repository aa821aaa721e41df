/** What a request of the server extension came to instead of an answer: a line to show. */
export class RequestFailed extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 where the server was not reached. */
    readonly status: number,
    /** Whether the server has no part of ours: then it answers with a page of its own. */
    readonly isMissing = false
  ) {
    super(message);
  }
}
