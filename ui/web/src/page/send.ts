// send makes the call, and puts into words what kept it from being made.
import { type Answer, readAnswer } from "../core/answer";
import type { Wire } from "../core/request";

export type Outcome = { answer: Answer; failure?: undefined } | { answer?: undefined; failure: string; cancelled?: boolean };

let blocked: string | undefined; // what the page's own policy refused last

export function watchPolicy(): void {
  document.addEventListener("securitypolicyviolation", (event) => {
    if (event.effectiveDirective === "connect-src") blocked = event.blockedURI;
  });
}

export async function send(wire: Wire, signal: AbortSignal): Promise<Outcome> {
  blocked = undefined;
  const started = performance.now();
  try {
    const response = await fetch(wire.url, {
      method: wire.method,
      headers: wire.headers,
      body: wire.body ?? null,
      credentials: wire.credentials,
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal,
    });
    const blob = await response.blob();
    return { answer: await readAnswer(response, blob, performance.now() - started) };
  } catch (cause) {
    if (signal.aborted) return { failure: "Cancelled.", cancelled: true };
    // The violation is reported in a task of its own.
    await new Promise((done) => setTimeout(done, 50));
    return { failure: why(wire, cause as Error) };
  }
}

function why(wire: Wire, cause: Error): string {
  const url = new URL(wire.url);
  if (blocked !== undefined) {
    return `This page may not call ${url.origin}. For safety it only calls the servers that were known when it was made. Ask whoever made the page to allow this address (WithConnect), or choose another server.`;
  }
  const local = /^(localhost|127\.|\[::1\])/.test(url.host);
  if (location.protocol === "https:" && url.protocol === "http:" && !local) {
    return `This page was loaded over https, so the browser does not let it call ${url.origin} over plain http. Use the https address of the API under Server.`;
  }
  if (!navigator.onLine && !local) return "You seem to be offline. Check the connection and try again.";
  if (!/fetch|network|load failed/i.test(cause.message)) return `The browser did not send the request: ${cause.message}`;
  if (url.origin === location.origin) return `${url.host} did not answer. The server may be down; try again in a moment.`;
  const here = location.protocol === "file:" ? "a page opened from a file (origin “null”)" : location.origin;
  return `No answer from ${url.origin}. Either it cannot be reached from here, or it does not allow calls from ${here}: the API must send CORS headers (Access-Control-Allow-Origin). Browsers do not tell a page which of the two it is.`;
}
