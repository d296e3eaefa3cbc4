// The builder: how many items each draw may take from, while the form is being changed.
const form = document.querySelector("form[data-builder]");
let timer = 0;
let asked = 0;

async function count() {
  const mine = ++asked;
  let answer;
  try {
    answer = await fetch(form.dataset.builder, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  } catch {
    return; // no network: saving will tell
  }
  if (!answer.ok || mine !== asked) return;
  const { entries } = await answer.json();
  for (const [key, told] of Object.entries(entries)) {
    const found = form.querySelector(`[data-found="${key}"]`);
    if (!found) continue;
    if (found.textContent !== told.found) found.textContent = told.found;
    const words = form.querySelector(`[data-words="${key}"]`);
    words.textContent = told.words || words.dataset.any;
    const faults = form.querySelector(`[data-faults="${key}"]`);
    faults.replaceChildren(
      ...told.faults.map((text) => {
        const line = document.createElement("p");
        line.className = "fault";
        line.textContent = text;
        return line;
      }),
    );
  }
}

if (form) {
  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(count, 350);
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
