// Shortcuts: g then a letter goes, n makes, ? lists; j k move through whatever is marked data-item; a page names
// keys of its own by data-key.
let leader = 0;
let cursor = -1;

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]");
const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null);

function move(step) {
  const all = items();
  if (!all.length) return;
  const focused = all.findIndex((item) => item.contains(document.activeElement));
  cursor = Math.min(all.length - 1, Math.max(0, (focused >= 0 ? focused : cursor) + step));
  const link = all[cursor].querySelector("[data-open]") ?? all[cursor];
  link.focus();
  all.forEach((item, place) => item.classList.toggle("is-cursor", place === cursor));
}

function within(selector) {
  const item = document.activeElement.closest("[data-item]") ?? document;
  return item.querySelector(selector) ?? (item === document ? null : document.querySelector(`#page ${selector}`));
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  n: () => document.querySelector("[data-new]")?.click(),
  e: () => within("[data-edit], .deals td:not(.lead) > a")?.click(),
  m: () => (within("[data-move]") ?? document.querySelector("[data-move]"))?.click(),
  x: () => within("input[name=ids]")?.click(),
  d: () => within("[data-done]")?.click(),
  s: () => within("[data-snooze]")?.click(),
  r: () => document.querySelector("[data-check-again]")?.click(),
  "?": () => document.querySelector("a[href$='/shortcuts/']")?.click(),
  "/": () => document.querySelector("[data-palette]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (leader && Date.now() - leader < 1500) {
    leader = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) {
      event.preventDefault();
      location.assign(link.href);
    }
    return;
  }
  if (key === "g") {
    leader = Date.now();
    return;
  }
  const named = document.querySelector(`#main [data-key="${CSS.escape(key)}"]`);
  if (named) {
    event.preventDefault();
    named.click();
  } else if (actions[key]) {
    event.preventDefault();
    actions[key]();
  }
});
