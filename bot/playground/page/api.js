// The two ways to the server: actions go out by POST /act, the world comes in over /events.

/**
 * Let somebody do something, as {who, do, …}; see bot/playground/pages.py for the actions.
 * Returns what came of it, for a tap {toast: {text, alert, url} | null}. Throws an Error with a sentence to show.
 */
export async function act(action) {
  let response;
  try {
    response = await fetch("/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(action),
    });
  } catch {
    throw new Error("The playground does not answer. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? "That did not work.");
  return body;
}

/** Follow the world: `onWorld` gets each new one whole, `onClock` the time in between, `onLink` whether we hear. */
export function follow({ onWorld, onClock, onLink }) {
  const source = new EventSource("/events");
  source.addEventListener("world", (event) => onWorld(JSON.parse(event.data)));
  source.addEventListener("clock", (event) => onClock(JSON.parse(event.data)));
  source.addEventListener("open", () => onLink(true));
  source.addEventListener("error", () => onLink(false));
}
