// The offer editor: net price and discount of a line follow each other while one of them is typed.
const number = (field) => Number(field?.value.replaceAll(",", ""));

function follow(event) {
  const row = event.target.closest("[data-line]");
  if (!row) return;
  const find = (name) => row.querySelector(`[name^="${name}_"]`);
  const listField = find("unit_list");
  const list = number(listField);
  if (!(list > 0)) return;
  if (event.target === find("discount")) {
    const discount = number(event.target);
    if (Number.isFinite(discount)) find("unit_net").value = ((list * (100 - discount)) / 100).toFixed(2);
  } else if (event.target === find("unit_net") || event.target === listField) {
    const net = number(find("unit_net"));
    if (Number.isFinite(net)) find("discount").value = (((list - net) / list) * 100).toFixed(1);
  }
}

// Capturing: the numbers agree before htmx sends them to be checked.
document.querySelector("[data-offer]")?.addEventListener("input", follow, true);
