// @ts-check
// Completion inside a text: [data-completes="id"] offers the options of the datalist with that id for the word before the
// cursor, by their value or their label. Arrow keys choose, Enter and Tab take, Escape closes. Nothing is sent by it.

const WORD = /[\p{L}_][\p{L}\p{N}_.]*$/u;
const FEWEST = 2;
const MOST = 8;

/** @param {EventTarget | null} target @returns {HTMLTextAreaElement | null} */
function field(target) {
  return target instanceof HTMLTextAreaElement && target.dataset.completes ? target : null;
}

/** @param {HTMLTextAreaElement} text */
function wordBefore(text) {
  return WORD.exec(text.value.slice(0, text.selectionStart))?.[0] ?? "";
}

/** @param {HTMLTextAreaElement} text @param {string} word @returns {HTMLOptionElement[]} */
function found(text, word) {
  const list = document.getElementById(text.dataset.completes ?? "");
  if (!(list instanceof HTMLDataListElement) || word.length < FEWEST) return [];
  const sought = word.toLowerCase();
  const rank = (/** @type {HTMLOptionElement} */ option) => {
    if (option.value.startsWith(sought)) return 0;
    if (option.value.includes(sought)) return 1;
    return option.label.toLowerCase().includes(sought) ? 2 : 3;
  };
  const fitting = [...list.options].filter((option) => rank(option) < 3 && option.value !== word);
  return fitting.sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}

/** @param {HTMLTextAreaElement} text @returns {HTMLElement | null} */
function offers(text) {
  const after = text.nextElementSibling;
  return after instanceof HTMLElement && after.matches(".offers") ? after : null;
}

/** @param {HTMLTextAreaElement} text */
function close(text) {
  offers(text)?.remove();
  text.removeAttribute("aria-activedescendant");
  text.setAttribute("aria-expanded", "false");
}

/** @param {HTMLTextAreaElement} text */
function open(text) {
  close(text);
  const fitting = found(text, wordBefore(text));
  if (!fitting.length) return;
  const list = document.createElement("ul");
  list.className = "offers";
  list.id = `${text.id}-offers`;
  list.setAttribute("role", "listbox");
  for (const [at, option] of fitting.entries()) {
    const item = document.createElement("li");
    item.id = `${list.id}-${at}`;
    item.setAttribute("role", "option");
    item.dataset.value = option.value;
    const name = document.createElement("bdi");
    name.className = "code";
    name.dir = "ltr";
    name.textContent = option.value;
    const words = document.createElement("span");
    words.className = "soft";
    words.textContent = option.label;
    item.append(name, " ", words);
    list.append(item);
  }
  text.after(list);
  text.setAttribute("aria-expanded", "true");
  text.setAttribute("aria-controls", list.id);
  choose(text, 0);
}

/** @param {HTMLTextAreaElement} text @param {number} step from the chosen one; 0 is the first */
function choose(text, step) {
  const items = [...(offers(text)?.children ?? [])];
  const before = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const now = before < 0 ? 0 : (before + step + items.length) % items.length;
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === now)));
  text.setAttribute("aria-activedescendant", items[now]?.id ?? "");
}

/** @param {HTMLTextAreaElement} text @param {Element | null | undefined} item */
function take(text, item) {
  if (!(item instanceof HTMLElement)) return;
  const end = text.selectionStart;
  text.setRangeText(item.dataset.value ?? "", end - wordBefore(text).length, end, "end");
  close(text);
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
  close(text);
}

document.addEventListener("input", (event) => {
  const text = field(event.target);
  if (text) open(text);
});
document.addEventListener(
  "keydown",
  (event) => {
    const text = field(event.target);
    const list = text && offers(text);
    if (!text || !list) return;
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
    const isTaken = (event.key === "Enter" || event.key === "Tab") && !event.shiftKey;
    if (event.key in steps) choose(text, steps[event.key]);
    else if (isTaken) take(text, list.querySelector('[aria-selected="true"]'));
    else if (event.key === "Escape") close(text);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
document.addEventListener("mousedown", (event) => {
  const item = event.target instanceof Element ? event.target.closest(".offers > li") : null;
  const text = field(item?.parentElement?.previousElementSibling ?? null);
  if (!text) return;
  event.preventDefault();
  take(text, item);
});
document.addEventListener("focusout", (event) => {
  const text = field(event.target);
  if (text) close(text);
});
