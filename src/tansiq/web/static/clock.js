// @ts-check
// Times that go on: [data-countdown] as hours and minutes, [data-ago] as words, [data-clock="Asia/Karachi"] as a clock.
// The server has written each of them once already; without this script they only stand still.

const SOON_MIN = 15;
const NEAR_MIN = 45;
const STEPS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([["day", 86400], ["hour", 3600], ["minute", 60]]);
const language = document.documentElement.lang;
const words = new Intl.RelativeTimeFormat(`${language}-u-nu-latn`, { numeric: "always", style: "long" });

/** @param {number} minutes @returns {string} soon, near, far or past, as tags.py says it */
export function stateOf(minutes) {
  if (minutes < 0) return "past";
  if (minutes < SOON_MIN) return "soon";
  return minutes < NEAR_MIN ? "near" : "far";
}

/** @param {number} minutes @returns {string} "0:11", "−0:03" */
export function hoursAndMinutes(minutes) {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "−" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}

/** @param {number} seconds @returns {string} "3 minutes ago" in the page's language */
function ago(seconds) {
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return words.format(-Math.trunc(seconds / size), unit);
  }
  return document.body.dataset.agoNow ?? "";
}

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {ParentNode} [within] */
function tick(within = document) {
  const now = Date.now();
  for (const element of /** @type {NodeListOf<HTMLTimeElement>} */ (within.querySelectorAll("[data-countdown]"))) {
    const minutes = Math.floor((Date.parse(element.dateTime) - now) / 60000);
    write(element, hoursAndMinutes(minutes));
    element.dataset.state = stateOf(minutes);
  }
  for (const element of /** @type {NodeListOf<HTMLTimeElement>} */ (within.querySelectorAll("[data-ago]"))) {
    write(element, ago((now - Date.parse(element.dateTime)) / 1000));
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll("[data-clock]"))) {
    const timeZone = element.dataset.clock || undefined;
    write(element, new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).format(now));
  }
}

tick();
setInterval(tick, 5000, document);
document.addEventListener("htmx:afterSettle", () => tick());
