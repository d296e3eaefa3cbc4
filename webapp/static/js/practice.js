// Building a set: the counts follow what is ticked. Without it the button asks the server.
const form = document.querySelector("[data-set-form]");
const button = form?.querySelector("[data-count-button]");
const total = form?.querySelector("[data-total]");
let asked = 0;

function query() {
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("csrf");
  return fields;
}

// In the language of the page numbers have thin spaces between thousands.
const shown = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");

function tellStates() {
  for (const facet of form.querySelectorAll("details.facet")) {
    const ticked = facet.querySelectorAll("input:checked").length;
    facet.querySelector("[data-state]").textContent = ticked
      ? form.dataset.chosen.replace("{n}", ticked)
      : form.dataset.any;
  }
}

async function count() {
  const mine = ++asked;
  let found;
  try {
    const answer = await fetch(`/practice/new/counts?${query()}`, { headers: { "X-Fragment": "counts" } });
    if (!answer.ok) throw new Error(answer.status);
    found = await answer.json();
  } catch {
    button.hidden = false; // the server can be asked by hand
    return;
  }
  if (mine !== asked) return; // something else was ticked meanwhile
  total.textContent = shown(found.total);
  for (const place of form.querySelectorAll("[data-of]")) {
    place.textContent = shown(found.of[place.dataset.of] || 0);
  }
  button.hidden = true;
}

if (form) {
  button.hidden = true;
  form.addEventListener("change", (event) => {
    if (["count", "minutes"].includes(event.target.name)) return;
    tellStates();
    count();
  });
  // a browser that goes back fills the form in again as it was
  addEventListener("pageshow", (event) => {
    if (event.persisted) count();
  });
}
