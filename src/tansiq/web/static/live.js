// @ts-check
// Live events. A page with data-live="address" on its body listens; each event {"type": "alert", "id": 7} is counted by
// the buttons [data-fresh="alert"], which show "3 new" and let them in when pressed: nothing moves by itself.
// Others may listen to "tansiq:live" on the document. A lost connection is said, and tried again by the browser.

const address = document.body.dataset.live;

/** @param {HTMLElement} button @param {string} id */
function count(button, id) {
  const ids = new Set((button.dataset.ids ?? "").split(" ").filter(Boolean));
  ids.add(id);
  button.dataset.ids = [...ids].join(" ");
  const shown = button.querySelector("[data-count]");
  if (shown) shown.textContent = (button.dataset.words ?? "{n}").replace("{n}", String(ids.size));
  button.hidden = false;
}

/** @param {HTMLElement} button */
function reset(button) {
  button.dataset.ids = "";
  button.hidden = true;
}

/** @param {MessageEvent<string>} event */
function onEvent(event) {
  const news = JSON.parse(event.data);
  document.dispatchEvent(new CustomEvent("tansiq:live", { detail: news }));
  for (const button of document.querySelectorAll(`[data-fresh="${CSS.escape(news.type)}"]`)) {
    count(/** @type {HTMLElement} */ (button), String(news.id));
  }
}

/** @param {string} from */
function listen(from) {
  const source = new EventSource(from);
  source.addEventListener("message", onEvent);
  source.addEventListener("open", () => document.body.classList.remove("is-offline"));
  source.addEventListener("error", () => document.body.classList.add("is-offline"));
  window.addEventListener("pagehide", () => source.close());
}

if (address) listen(address);
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = /** @type {CustomEvent} */ (event).detail;
  if (successful && elt.matches?.("[data-fresh]")) reset(elt);
});
