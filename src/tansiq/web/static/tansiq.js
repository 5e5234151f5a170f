// @ts-check
// Everything a page needs; each module works on attributes, so that a screen adds markup, not script.
import "./keys.js";
import "./page.js";
import "./clock.js";
import "./live.js";
