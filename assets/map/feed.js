// Asks the server for what is in sight: one request at a time, a newer one calls off the older,
// and what fails is tried again, less and less often.

const WAIT_MS = [1000, 2000, 4000, 8000, 15000];

export class Feed {
  /** `got(body, request)` is told of each answer, `trouble(text or null)` of failure and its end. */
  constructor(got, trouble) {
    this.got = got;
    this.trouble = trouble;
    this.attempt = 0;
    addEventListener("online", () => this.pending && this.ask(this.pending));
  }

  /** `request` has the `url`; whatever else it holds comes back with the answer. */
  ask(request) {
    this.cancel();
    this.pending = request;
    this.abort = new AbortController();
    this.run(request, this.abort.signal);
  }

  cancel() {
    this.abort?.abort();
    clearTimeout(this.timer);
    this.pending = null;
  }

  async run(request, signal) {
    let body;
    try {
      const answer = await fetch(request.url, { signal });
      body = await answer.json();
      if (!answer.ok) throw Object.assign(new Error(body.error), { final: answer.status < 500 });
    } catch (fault) {
      if (!signal.aborted) this.failed(request, signal, fault);
      return;
    }
    if (signal.aborted) return;
    this.pending = null;
    if (this.attempt) this.trouble(null);
    this.attempt = 0;
    this.got(body, request);
  }

  failed(request, signal, fault) {
    if (fault.final) {
      this.attempt = 1;
      this.trouble(fault.message);
      return;
    }
    const reason = fault.name === "Error" && fault.message ? ` (${fault.message})` : "";
    this.trouble(`The map data could not be loaded, retrying${reason}`);
    const wait = WAIT_MS[Math.min(this.attempt, WAIT_MS.length - 1)];
    this.attempt += 1;
    this.timer = setTimeout(() => this.run(request, signal), wait);
  }
}
