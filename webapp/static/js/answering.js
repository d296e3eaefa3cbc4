// The controls of an item: rows to choose, steps to order, words to count. For lessons and sittings.
import { announce, later, say, words } from "./drafts.js";

export function equip(form) {
  const steps = form.querySelector("[data-ordering]");
  if (steps) prepareSteps(steps);
  const essay = form.querySelector("[data-essay]");
  if (essay) count(essay);
}

function count(essay) {
  const n = (essay.querySelector("textarea").value.match(/[\p{L}\p{N}]+(?:[-’'][\p{L}\p{N}]+)*/gu) || []).length;
  const line = essay.querySelector("[data-count]");
  const key = n > +essay.dataset.max ? "wordsMany" : n && n < +essay.dataset.min ? "wordsFew" : "words";
  line.textContent = say(key, { n });
  line.classList.toggle("is-off", key === "wordsMany");
}

// An order nobody moved is no answer: the selects stay.
function prepareSteps(list) {
  const rows = [...list.children];
  const select = (row) => row.querySelector("select");
  if (rows.every((row) => select(row).value)) rows.sort((a, b) => select(a).value - select(b).value);
  rows.forEach((row) => {
    list.append(row);
    if (row.querySelector(".movers")) return;
    const movers = document.createElement("span");
    movers.className = "movers";
    for (const [step, sign, name] of [[-1, "↑", words.up], [1, "↓", words.down]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "mover";
      button.textContent = sign;
      button.dataset.by = step;
      button.setAttribute("aria-label", `${name}: ${row.querySelector(".step-text").textContent.trim()}`);
      movers.append(button);
    }
    row.append(movers);
  });
  edges(list);
}
function edges(list) {
  for (const button of list.querySelectorAll(".mover")) {
    const row = button.closest(".step");
    const off = button.dataset.by < 0 ? !row.previousElementSibling : !row.nextElementSibling;
    button.setAttribute("aria-disabled", String(off));
  }
}
function moveStep(row, place) {
  const list = row.parentElement;
  if (row.closest("fieldset:disabled, .is-over")) return;
  const focus = document.activeElement;
  const others = [...list.children].filter((one) => one !== row);
  place = Math.max(0, Math.min(place, others.length));
  list.insertBefore(row, others[place] || null);
  [...list.children].forEach((one, index) => (one.querySelector("select").value = index + 1));
  list.querySelector(".moved")?.classList.remove("moved");
  row.classList.add("moved");
  edges(list);
  if (row.contains(focus)) focus.focus();
  announce(say("moved", { n: place + 1 }));
  later(list.closest("form"));
}

// Whether an event of input was about a step, which saves itself.
export const isStep = (event) => event.target.matches("[data-ordering] select");

// Press the option that a digit names.
export function choose(item, digit) {
  const input = item?.querySelectorAll("[data-option] input")[digit - 1];
  if (!input || input.matches(":disabled, .is-over *")) return false;
  input.focus({ preventScroll: true });
  input.click();
  return true;
}

document.addEventListener("input", (event) => {
  const essay = event.target.closest("[data-essay]");
  if (essay) count(essay);
  if (isStep(event) && event.target.value) moveStep(event.target.closest(".step"), event.target.value - 1);
});
document.addEventListener("click", (event) => {
  const mover = event.target.closest(".mover");
  if (!mover || mover.getAttribute("aria-disabled") === "true") return;
  const row = mover.closest(".step");
  moveStep(row, [...row.parentElement.children].indexOf(row) + Number(mover.dataset.by));
});
document.addEventListener("keydown", (event) => {
  const row = event.altKey && event.target.closest?.(".step");
  if (!row || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  moveStep(row, [...row.parentElement.children].indexOf(row) + (event.key === "ArrowUp" ? -1 : 1));
});
