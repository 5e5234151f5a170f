// @ts-check
// Keys. Any control may say data-key="d", "g d", "Shift+Enter", "?", "Escape": pressing it clicks the control, or puts
// the cursor into a field. Letters are places on the keyboard (event.code), the same in each layout.
// Where several controls hold one key, the innermost wins: open dialog, row with the focus, opened detail, page.
// Rows: [data-row] holding a link [data-open]; j and k move between them.

const CHORD_MS = 1200;
let first = "";
let firstAt = 0;
let lastRow = 0;
let cameFrom = /** @type {HTMLElement | null} */ (null);

/** @param {KeyboardEvent} event @returns {string} the key's name as templates write it, or "" */
export function nameOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "?";
  if (event.code === "Slash") return "/";
  const shift = event.shiftKey ? "Shift+" : "";
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter) return shift + letter[1].toLowerCase();
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  if (digit) return shift + digit[1];
  return event.key === "Enter" || event.key === "Escape" ? shift + event.key : "";
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}

/** @param {Element} element */
function isUsable(element) {
  return element instanceof HTMLElement && !element.closest("[hidden]") && !element.matches(":disabled, [aria-disabled=true]") && (element.checkVisibility() || element.closest("details.menu") !== null);
}

/** @returns {ParentNode[]} where to look for a key, innermost first */
function scopes() {
  const dialog = document.querySelector("dialog[open]");
  if (dialog) return [dialog];
  const places = [document.activeElement?.closest("[data-row]"), document.querySelector(".detail > article"), document.querySelector(".toasts"), document];
  return /** @type {ParentNode[]} */ (places.filter(Boolean));
}

/** @param {string} name */
function find(name) {
  for (const scope of scopes()) {
    const found = [...scope.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)].filter(
      (element) => isUsable(element) && (scope !== document || !element.closest("dialog, [data-row]")),
    );
    if (found.length) return /** @type {HTMLElement} */ (found[0]);
  }
  return null;
}

/** @param {string} name */
function startsChord(name) {
  return document.querySelector(`[data-key^="${CSS.escape(name)} "]`) !== null;
}

function rows() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")].filter(isUsable));
}

/** @param {number} index */
function focusRow(index) {
  const all = rows();
  if (!all.length) return;
  lastRow = Math.max(0, Math.min(index, all.length - 1));
  const row = all[lastRow];
  /** @type {HTMLElement} */ (row.querySelector("[data-open]") ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** @param {number} step */
function move(step) {
  const current = rows().findIndex((row) => row.contains(document.activeElement));
  const selected = rows().findIndex((row) => row.getAttribute("aria-selected") === "true");
  const from = current >= 0 ? current : selected;
  focusRow(from < 0 ? 0 : from + step);
}

/** Escape in a field gives the focus back to where its key was pressed. @param {HTMLElement} field */
function leave(field) {
  field.blur();
  if (cameFrom?.isConnected) cameFrom.focus();
  cameFrom = null;
}

/** @param {HTMLElement} control */
function act(control) {
  if (control.matches("textarea, select, input:not([type=checkbox], [type=radio])")) {
    cameFrom = /** @type {HTMLElement | null} */ (document.activeElement);
    control.focus();
    if (control instanceof HTMLInputElement) control.select();
    return;
  }
  if (control.matches("input")) control.focus();
  control.click();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const name = nameOf(event);
  if (event.defaultPrevented || event.repeat && name !== "j" && name !== "k" || !name || name === "Enter") return;
  if (name === "Escape" && document.querySelector("dialog[open]")) return; // the dialog closes itself
  if (isTyping(event.target) && name !== "Escape" && name !== "Shift+Enter") return;
  if (isTyping(event.target) && name === "Escape") return leave(/** @type {HTMLElement} */ (event.target));
  const chord = first && event.timeStamp - firstAt < CHORD_MS ? `${first} ${name}` : "";
  first = "";
  const control = (chord && find(chord)) || find(name);
  if (control) {
    event.preventDefault();
    return act(control);
  }
  if ((name === "j" || name === "k") && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    return move(name === "j" ? 1 : -1);
  }
  if (!chord && startsChord(name)) {
    first = name;
    firstAt = event.timeStamp;
  }
}

/** @param {HTMLElement} control */
function labelOf(control) {
  if (control.dataset.keyLabel) return control.dataset.keyLabel;
  const copy = /** @type {HTMLElement} */ (control.cloneNode(true));
  copy.querySelectorAll("kbd, [data-left], .unseen").forEach((part) => part.remove());
  return control.getAttribute("aria-label") ?? copy.textContent?.trim() ?? "";
}

/** Fill the help dialog with the keys that work on this page now. @param {HTMLElement} list */
function listKeys(list) {
  list.querySelectorAll("[data-found]").forEach((part) => part.remove());
  const seen = new Set();
  for (const control of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-key]"))) {
    const name = control.dataset.key ?? "";
    if (name === "Escape" || seen.has(name) || control.closest("dialog") || !isUsable(control)) continue;
    seen.add(name);
    const term = document.createElement("dt");
    const words = document.createElement("dd");
    term.dataset.found = words.dataset.found = "";
    for (const part of name.split(" ")) {
      const cap = document.createElement("kbd");
      cap.textContent = part.replace("Shift+", "⇧").replace("Enter", "↵").replace("Escape", "Esc");
      term.append(cap, " ");
    }
    words.textContent = labelOf(control);
    list.append(term, words);
  }
}

document.addEventListener("keydown", onKey);
document.addEventListener("focusin", () => {
  const index = rows().findIndex((row) => row.contains(document.activeElement));
  if (index >= 0) lastRow = index;
});
document.addEventListener("tansiq:dialog", (event) => {
  const list = /** @type {HTMLElement} */ (event.target).querySelector("[data-keys]");
  if (list) listKeys(/** @type {HTMLElement} */ (list));
});
// What left under the focus hands it to the opened row; a row that left, to the row that took its place.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement !== document.body || !rows().length) return;
  const opened = rows().findIndex((row) => row.getAttribute("aria-selected") === "true");
  focusRow(opened < 0 ? lastRow : opened);
});
