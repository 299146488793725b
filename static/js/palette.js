// The palette: one field for records, pages and actions; the server answers with the list.
const dialog = document.getElementById("palette");
const input = document.getElementById("palette-input");
const list = document.getElementById("palette-list");
let current = 0;
let asked = 0;

const options = () => [...list.querySelectorAll("[role=option]")];

function choose(index) {
  const all = options();
  if (!all.length) return;
  current = (index + all.length) % all.length;
  all.forEach((option, place) => option.setAttribute("aria-selected", String(place === current)));
  all[current].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", all[current].id);
}

async function ask() {
  const mine = ++asked;
  const here = encodeURIComponent(location.pathname);
  const answer = await fetch(`${input.dataset.url}?q=${encodeURIComponent(input.value)}&at=${here}`, { headers: { "HX-Request": "true" } });
  const html = await answer.text();
  if (mine !== asked || !answer.ok) return;
  list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  choose(0);
}

function run(option) {
  if (!option || option.getAttribute("aria-disabled") === "true") return;
  dialog.close();
  if (option.dataset.sheetUrl) document.dispatchEvent(new CustomEvent("open-sheet", { detail: { url: option.dataset.sheetUrl } }));
  else location.assign(option.dataset.url);
}

function open() {
  if (dialog.open) return;
  input.value = "";
  dialog.showModal();
  ask();
}

let pause;
input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(ask, 120);
});
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(current + 1);
  else if (event.key === "ArrowUp") choose(current - 1);
  else if (event.key === "Enter") run(options()[current]);
  else return;
  event.preventDefault();
});
list.addEventListener("click", (event) => run(event.target.closest("[role=option]")));
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-palette]")) return;
  event.preventDefault();
  open();
});
document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  }
});
