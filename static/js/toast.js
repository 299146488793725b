// Toasts: what worked, for six seconds; they stay while pointed at or focused.
const box = document.getElementById("toasts");
const template = document.getElementById("toast-template");

function age(toast) {
  let timer = setTimeout(() => toast.remove(), 6000);
  const hold = () => clearTimeout(timer);
  const release = () => {
    timer = setTimeout(() => toast.remove(), 3000);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusout", release);
}

box.querySelectorAll("[data-toast]").forEach(age);
document.addEventListener("toast", (event) => {
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector("span").textContent = event.detail.message ?? event.detail.value ?? "";
  box.append(toast);
  age(toast);
});
