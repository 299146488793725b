// The partner's form: counts answers, keeps a draft while one types, and says when it was kept.
const form = document.getElementById("answers");
const track = document.querySelectorAll(".ptn-steps-track i");
const shown = document.querySelector("[data-answered]");
const saved = document.querySelector("[data-saved]");
const QUIET = 1500;

function count() {
  const names = new Set([...form.querySelectorAll("[data-answer]")].map((field) => field.name));
  const data = new FormData(form);
  const done = [...names].filter((name) => String(data.get(name) ?? "").trim() !== "").length;
  track.forEach((segment, place) => segment.classList.toggle("is-on", place < done));
  if (shown) shown.textContent = `${done} of ${names.size}`;
  for (const counter of form.querySelectorAll("[data-counts]")) {
    counter.textContent = form.elements[counter.dataset.counts].value.trim().length;
  }
}

let waiting;
let busy = Promise.resolve();
let isSending = false;
async function keep() {
  if (isSending) return;
  const body = new FormData(form);
  body.set("save", "1");
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok || isSending) return;
  const { address, saved: at } = await answer.json();
  if (new URL(form.action).pathname !== address) {
    form.action = address;
    history.replaceState(null, "", address);
  }
  saved.querySelector("[data-at]").textContent = at;
  saved.hidden = false;
}

form.addEventListener("input", () => {
  count();
  if (!("keep" in form.dataset)) return;
  clearTimeout(waiting);
  // One at a time: two first drafts would be two drafts. What cannot be kept now is kept with the next word.
  waiting = setTimeout(() => {
    busy = busy.then(keep).catch(() => {});
  }, QUIET);
});
form.addEventListener("submit", async (event) => {
  clearTimeout(waiting);
  if (isSending || !("keep" in form.dataset)) return;
  event.preventDefault();
  const by = event.submitter;
  await busy;
  // Not before this event is over: until then a form does not submit again.
  await new Promise((resolve) => setTimeout(resolve));
  isSending = true;
  form.requestSubmit(by);
});
count();
