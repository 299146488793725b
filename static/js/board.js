// The board: a card asks the server before it moves. Refused, it goes back and the sheet says what is missing.
const token = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
const announce = document.getElementById("announce");
let dragged = null;
let grip = null;

const laneOf = (target) => target.closest?.("[data-stage]");
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function markRefused(card, unmet) {
  card.querySelector(".card-refusal")?.remove();
  card.classList.add("is-refused");
  const strip = document.createElement("div");
  strip.className = "card-refusal";
  const words = document.createElement("span");
  words.textContent = "Move refused";
  strip.append(words);
  if (unmet) {
    const count = document.createElement("span");
    count.className = "push";
    count.textContent = `${unmet} unmet`;
    strip.append(count);
  }
  card.append(strip);
}

function bounce(card, x, y) {
  if (still()) return;
  const home = card.getBoundingClientRect();
  card.animate([{ translate: `${x - home.left - grip.x}px ${y - home.top - grip.y}px` }, { translate: "0 0" }], { duration: 220, easing: "ease-out" });
}

async function ask(card, stage, x, y) {
  const lane = document.querySelector(`[data-stage="${CSS.escape(stage)}"]`);
  lane?.classList.add("is-asking");
  const body = new URLSearchParams({ to: stage, version: card.dataset.version, origin: "board" });
  let answer;
  try {
    answer = await fetch(card.dataset.moveUrl, {
      method: "POST",
      body,
      headers: { "HX-Request": "true", "HX-Target": "aside#sheet", "X-CSRFToken": token() },
    });
  } finally {
    lane?.classList.remove("is-asking");
  }
  if (answer.status === 204) {
    const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
    for (const [name, detail] of Object.entries(told)) document.dispatchEvent(new CustomEvent(name, { detail }));
    announce.textContent = told.toast?.message ?? "";
    return;
  }
  bounce(card, x, y);
  const sheet = document.getElementById("sheet");
  sheet.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  htmx.process(sheet);
  markRefused(card, sheet.querySelector("[data-unmet]")?.dataset.unmet);
  document.dispatchEvent(new CustomEvent("sheet-filled"));
}

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-move-url]");
  if (!card) return;
  const box = card.getBoundingClientRect();
  grip = { x: event.clientX - box.left, y: event.clientY - box.top };
  dragged = card;
  card.classList.add("is-dragging");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.name ?? "");
});
document.addEventListener("dragover", (event) => {
  const lane = dragged && laneOf(event.target);
  if (!lane) return;
  event.preventDefault();
  document.querySelectorAll(".lane.is-target").forEach((other) => other !== lane && other.classList.remove("is-target"));
  if (!lane.contains(dragged)) lane.classList.add("is-target");
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragging");
  document.querySelectorAll(".lane.is-target").forEach((lane) => lane.classList.remove("is-target"));
  dragged = null;
});
document.addEventListener("drop", (event) => {
  const lane = dragged && laneOf(event.target);
  if (!lane) return;
  event.preventDefault();
  if (!lane.contains(dragged)) ask(dragged, lane.dataset.stage, event.clientX, event.clientY);
});

// The same without a pointer: m picks the card up, arrows choose the stage, enter asks, escape puts it down.
let lifted = null;

function putDown(words) {
  lifted?.card.classList.remove("is-lifted");
  document.querySelectorAll(".lane.is-target").forEach((lane) => lane.classList.remove("is-target"));
  lifted = null;
  announce.textContent = words;
}

function aim(step) {
  const lanes = [...lifted.card.closest(".board").querySelectorAll("[data-stage]")];
  lifted.at = Math.min(lanes.length - 1, Math.max(0, lifted.at + step));
  lanes.forEach((lane, place) => lane.classList.toggle("is-target", place === lifted.at));
  lifted.lane = lanes[lifted.at];
  lifted.lane.scrollIntoView({ inline: "nearest", block: "nearest" });
  announce.textContent = `To ${lifted.lane.dataset.label}. Enter asks for the move, Escape leaves it.`;
}

document.addEventListener(
  "keydown",
  (event) => {
    const card = event.target.closest?.("[data-move-url]");
    if (!lifted && card && event.key.toLowerCase() === "m" && !event.metaKey && !event.ctrlKey) {
      const lanes = [...card.closest(".board").querySelectorAll("[data-stage]")];
      lifted = { card, at: lanes.indexOf(laneOf(card)) };
      card.classList.add("is-lifted");
      aim(1);
    } else if (!lifted) return;
    else if (event.key === "ArrowRight") aim(1);
    else if (event.key === "ArrowLeft") aim(-1);
    else if (event.key === "Enter") {
      const { card: moved, lane } = lifted;
      const box = moved.getBoundingClientRect();
      grip = { x: 0, y: 0 };
      putDown("");
      if (!lane.contains(moved)) ask(moved, lane.dataset.stage, box.left, box.top);
    } else if (event.key === "Escape") putDown("Left where it was.");
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
