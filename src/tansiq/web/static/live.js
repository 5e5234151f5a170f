// @ts-check
// Live events. A page with data-live="address" on its body listens; each event {"type": "alert", "id": 7} is counted by
// the buttons [data-fresh="alert"], which show "3 new" and let them in when pressed: nothing moves by itself.
// A {"type": "gap"} says that events may have been missed: every such button then shows "? new".
// Others may listen to "tansiq:live" on the document. A lost connection is said, and tried again by the browser.

const address = document.body.dataset.live;

/** @param {HTMLElement} button @param {string} id */
function count(button, id) {
  const ids = new Set((button.dataset.ids ?? "").split(" ").filter(Boolean));
  ids.add(id);
  button.dataset.ids = [...ids].join(" ");
  const shown = button.querySelector("[data-count]");
  if (shown) shown.textContent = (button.dataset.words ?? "{n}").replace("{n}", ids.has("?") ? "?" : String(ids.size));
  button.hidden = false;
}

/** Whether this page's own act is what changed: its row is open, or kept out of sight for undo. @param {{type: string, id?: number}} news */
function isOurs(news) {
  const row = document.getElementById(`${news.type}-${news.id}`);
  return row !== null && (row.hidden || row.getAttribute("aria-selected") === "true");
}

/** @param {HTMLElement} button */
function reset(button) {
  button.dataset.ids = "";
  button.hidden = true;
}

/** @param {{type: string, id?: number}} news */
export function tell(news) {
  document.dispatchEvent(new CustomEvent("tansiq:live", { detail: news }));
  if (isOurs(news)) return;
  const chosen = news.type === "gap" ? "[data-fresh]" : `[data-fresh="${CSS.escape(news.type)}"]`;
  for (const button of document.querySelectorAll(chosen)) count(/** @type {HTMLElement} */ (button), String(news.id ?? "?"));
}

/** @param {string} from */
function listen(from) {
  const source = new EventSource(from);
  source.addEventListener("message", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("open", () => {
    if (document.body.classList.contains("is-offline")) tell({ type: "gap" });
    document.body.classList.remove("is-offline");
  });
  source.addEventListener("error", () => document.body.classList.add("is-offline"));
  window.addEventListener("pagehide", () => source.close());
}

if (address) listen(address);
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = /** @type {CustomEvent} */ (event).detail;
  if (successful && elt.matches?.("[data-fresh]")) reset(elt);
});
