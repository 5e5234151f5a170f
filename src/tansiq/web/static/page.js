// @ts-check
// Dialogs ([data-dialog="id"], [data-close]), menus, rows that open with a click, toasts with their ten seconds,
// light and dark, and what htmx is told about faults.

/** @param {HTMLDialogElement} dialog */
function open(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("tansiq:dialog", { bubbles: true }));
}

/** @param {string} choice */
function chooseTheme(choice) {
  const root = document.documentElement;
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${document.body.dataset.themeCookie}=${choice}; Path=/; Max-Age=${choice ? 31536000 : 0}; SameSite=Strict${secure}`;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-theme-choice") === choice));
  }
}

/** @param {Element} target @param {MouseEvent} event */
function openRow(target, event) {
  const row = target.closest("[data-row]");
  if (!row || target.closest("a, button, input, select, summary, label, .because") || String(getSelection())) return;
  const link = /** @type {HTMLElement | null} */ (row.querySelector("[data-open]"));
  if (link && event.button === 0) link.click();
}

/** @param {Element} target */
function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.removeAttribute("open");
  }
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = /** @type {Element} */ (event.target);
  closeMenus(target.closest("dialog") ? document.body : target);
  const theme = target.closest("[data-theme-choice]");
  if (theme) return chooseTheme(theme.getAttribute("data-theme-choice") ?? "");
  const opener = /** @type {HTMLElement | null} */ (target.closest("[data-dialog]"));
  if (opener) {
    opener.closest("details.menu")?.removeAttribute("open");
    const dialog = document.getElementById(opener.dataset.dialog ?? "");
    return dialog instanceof HTMLDialogElement ? open(dialog) : undefined;
  }
  if (target.closest("[data-close]") || target instanceof HTMLDialogElement) return target.closest("dialog")?.close();
  closeDetail(target, event);
  return openRow(target, event);
}

/**
 * The detail's Escape gives the list back where it stands, with the focus on its row; without rows the link is followed.
 * @param {Element} target @param {MouseEvent} event
 */
function closeDetail(target, event) {
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest('.detail > article:not(.along) a[data-key="Escape"]'));
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".frame > .list [data-row]")]);
  if (!link || !rows.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const row = rows.find((other) => other.getAttribute("aria-selected") === "true") ?? rows[0];
  row.removeAttribute("aria-selected");
  link.closest(".detail")?.replaceChildren();
  if (link.pathname !== location.pathname) history.replaceState(null, "", link.href);
  /** @type {HTMLElement} */ (row.querySelector("[data-open]") ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** The row whose detail is open stays marked. @param {Event} event */
function markOpened(event) {
  const target = /** @type {Element} */ (event.target);
  const row = target.closest?.("[data-row]");
  if (!row || !target.matches("[data-open]")) return;
  document.querySelectorAll('[data-row][aria-selected="true"]').forEach((other) => other.removeAttribute("aria-selected"));
  row.setAttribute("aria-selected", "true");
}

/** Toasts go after their time, but not while somebody is about to use them. */
function countToasts() {
  for (const toast of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-toast]"))) {
    if (toast.matches(":hover, :focus-within")) continue;
    const left = Number(toast.dataset.toast) - 1;
    toast.dataset.toast = String(left);
    const shown = toast.querySelector("[data-left]");
    if (shown) shown.textContent = String(left);
    if (left <= 0) toast.remove();
  }
}

document.addEventListener("click", onClick);
document.addEventListener("htmx:beforeRequest", markOpened);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  menu?.removeAttribute("open");
  /** @type {HTMLElement | null | undefined} */ (menu?.querySelector("summary"))?.focus();
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { successful, elt, requestConfig, xhr } = /** @type {CustomEvent} */ (event).detail;
  // Of an answer that refuses, only 422 is about what was typed; any other is said in the page, which the dialog would cover.
  if (requestConfig.verb !== "get" && xhr.status && xhr.status !== 422) elt.closest("dialog")?.close();
  if (!elt.closest?.("[data-toast]") || !successful) return;
  elt.closest("[data-toast]").remove();
  /** @type {HTMLElement | null} */ (document.querySelector('[data-row][aria-selected="true"] [data-open]'))?.focus();
});
document.addEventListener("htmx:sendError", () => document.body.classList.add("is-offline"));
window.addEventListener("offline", () => document.body.classList.add("is-offline"));
window.addEventListener("online", () => document.body.classList.remove("is-offline"));
document.addEventListener("htmx:afterOnLoad", () => document.body.classList.remove("is-offline"));
setInterval(countToasts, 1000);

// On a phone the places scroll sideways: the one where you are is in sight.
const places = document.querySelector(".places");
const current = places?.querySelector("[aria-current]");
if (places && current instanceof HTMLElement) {
  const [strip, place] = [places.getBoundingClientRect(), current.getBoundingClientRect()];
  places.scrollLeft += place.left + place.width / 2 - (strip.left + strip.width / 2);
}
