// The side-sheet and everything that opens in it: links marked data-sheet load there, Escape closes, focus goes back.
const sheet = document.getElementById("sheet");
const announce = document.getElementById("announce");
let opener = null;

function show() {
  sheet.hidden = false;
  const first = ["[aria-invalid=true]", ".notice-bad", "[autofocus]", ".sheet-title"];
  const target = first.map((selector) => sheet.querySelector(selector)).find(Boolean);
  if (target) {
    if (!target.matches("input, select, textarea, button, a")) target.tabIndex = -1;
    target.focus({ preventScroll: false });
  }
  const title = sheet.querySelector(".sheet-title");
  if (title) announce.textContent = title.textContent.trim();
}

function close() {
  if (sheet.hidden) return false;
  sheet.hidden = true;
  sheet.replaceChildren();
  document.querySelectorAll(".card.is-refused").forEach((card) => {
    card.classList.remove("is-refused");
    card.querySelector(".card-refusal")?.remove();
  });
  if (opener?.isConnected) opener.focus();
  opener = null;
  return true;
}

function open(url, from) {
  opener = from ?? opener ?? document.activeElement;
  // htmx.ajax names the body as its target in the header, so say whom the answer is for.
  return htmx.ajax("GET", url, { target: "#sheet", swap: "innerHTML", headers: { "HX-Target": "aside#sheet" } });
}

// A cell that is being edited outlives a refresh of the page around it: nobody's typing is thrown away.
function lift(region) {
  return [...region.querySelectorAll(".cell-form")].map((form) => {
    const cell = form.closest("td");
    const focused = form.contains(document.activeElement) ? document.activeElement : null;
    form.remove();
    return { form, focused, where: `#${cell.parentElement.id} .${cell.classList[0]}` };
  });
}

function putBack({ form, focused, where }) {
  const cell = document.querySelector(where);
  if (!cell) return;
  cell.replaceChildren(form);
  htmx.process(form);
  focused?.focus();
}

async function refresh() {
  const region = document.querySelector("[data-refresh]");
  let lifted = [];
  const swapping = (event) => {
    if ((event.detail?.ctx?.target ?? event.target) === region) lifted = lift(region);
  };
  document.addEventListener("htmx:before:swap", swapping);
  const scrolled = [...document.querySelectorAll("[data-keep-scroll]")].map((el) => [el.id, el.scrollTop, el.scrollLeft]);
  await htmx.ajax("GET", location.href, { target: region, select: "[data-refresh] > *", swap: "innerHTML" });
  document.removeEventListener("htmx:before:swap", swapping);
  lifted.forEach(putBack);
  for (const [id, top, left] of scrolled) {
    const el = id && document.getElementById(id);
    if (el) el.scrollTo(left, top);
  }
  document.dispatchEvent(new CustomEvent("page-refreshed"));
}

document.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.defaultPrevented) return;
  const closer = event.target.closest("[data-sheet-close]");
  if (closer && sheet.contains(closer)) {
    event.preventDefault();
    close();
    return;
  }
  const link = event.target.closest("a[data-sheet]");
  if (link) {
    event.preventDefault();
    link.closest("details[open]")?.removeAttribute("open");
    open(link.href, link);
    return;
  }
  const drawer = event.target.closest("[data-drawer], [data-drawer-close]");
  if (drawer) {
    event.preventDefault();
    document.getElementById("sidebar").classList.toggle("is-open", drawer.hasAttribute("data-drawer"));
    return;
  }
  for (const menu of document.querySelectorAll("details.menu-anchor[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const menu = document.querySelector("details.menu-anchor[open]");
  const drawer = document.querySelector(".side.is-open");
  if (menu) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  } else if (drawer) drawer.classList.remove("is-open");
  else if (!close()) return;
  event.preventDefault();
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  if (target === sheet || sheet.contains(target)) show();
});
document.addEventListener("sheet-filled", show);
document.addEventListener("open-sheet", (event) => open(event.detail.url));
document.addEventListener("record-changed", () => {
  close();
  refresh();
});
