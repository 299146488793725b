// A list of rows: picking some opens the bulk bar; Escape leaves an open cell; the box in the head picks all.
const form = () => document.getElementById("bulk");
const picks = () => [...document.querySelectorAll("input[name=ids]")];

function sync() {
  const chosen = picks().filter((box) => box.checked);
  for (const box of picks()) box.closest("tr").classList.toggle("is-selected", box.checked);
  const all = document.querySelector("[data-pick-all]");
  if (all) {
    all.checked = chosen.length > 0 && chosen.length === picks().length;
    all.indeterminate = chosen.length > 0 && !all.checked;
  }
  const bar = form();
  if (!bar) return;
  bar.hidden = chosen.length === 0;
  bar.querySelector("[data-count]").textContent = String(chosen.length);
  const result = bar.querySelector("#bulk-result");
  if (result) result.replaceChildren();
}

// What is changed decides which values are asked for; the others stay behind.
function swap(chooser) {
  for (const part of chooser.closest("form").querySelectorAll("[data-for]")) part.hidden = part.disabled = part.dataset.for !== chooser.value;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-switch]")) swap(event.target);
  else if (event.target.matches("[data-pick-all]")) {
    for (const box of picks()) box.checked = event.target.checked;
    sync();
  } else if (event.target.matches("input[name=ids]")) sync();
});
// A cell opens in place; the link alone leads to the deal's own form.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".deals td:not(.lead) > a");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.href, { target: link.closest("td"), swap: "innerHTML" });
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-pick-none]")) return;
  event.preventDefault();
  for (const box of picks()) box.checked = false;
  sync();
});
document.addEventListener("keydown", (event) => {
  const cell = event.key === "Escape" && event.target.closest(".cell-form");
  if (!cell) return;
  event.preventDefault();
  event.stopPropagation();
  cell.querySelector("[data-cancel]")?.click();
});
document.addEventListener("htmx:after:swap", () => {
  document.querySelector(".cell-form :is(input:not([type=hidden]), select)")?.focus();
});
// Gates and scores cost the server more than the rows, so they follow the page instead of holding it up.
async function fillGates() {
  const source = document.querySelector("[data-gates]");
  if (!source) return;
  const answer = await fetch(source.dataset.gates, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const cell of found.querySelectorAll("[data-cell]")) document.querySelector(`#row-${cell.dataset.cell}`)?.replaceChildren(...cell.childNodes);
}

document.addEventListener("page-refreshed", () => {
  sync();
  fillGates();
});
for (const chooser of document.querySelectorAll("[data-switch]")) swap(chooser); // a browser keeps the choice over a reload
sync();
fillGates();
