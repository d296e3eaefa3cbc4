// The time left in a sitting: counted from what the server said, never from the device's clock.
// Seen or hidden as wished, changed in words at a fifth and a twentieth, spoken politely and seldom.
import { announce, say, words } from "./drafts.js";

const HIDDEN = "timer-hidden";
const span = (seconds) => {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  if (h) return m ? say("hours", { h, m }) : say("hoursOnly", { h });
  if (m >= 5) return say("minutesOnly", { m });
  return m ? say("minutes", { m, s }) : say("seconds", { s });
};
const figures = (seconds) => {
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
};

let ends = null; // on the page's own clock, ms; null: no end
let limit = 0; // seconds
let said = new Set();
let zero = null;
let ticking = 0;
let place = null;

export const left = () => (ends === null ? null : Math.max(0, (ends - performance.now()) / 1000));

const notes = () =>
  [["half", limit / 2], ["fifth", limit / 5], ["twentieth", limit / 20], ["minute", 60]].sort((a, b) => b[1] - a[1]);

// The server's word on how much is left; `fresh`: marks already passed are not said.
export function sync(remaining, of, fresh = false) {
  if (remaining === null || remaining === undefined) {
    ends = null;
    return draw();
  }
  limit = Number(of) || limit || remaining;
  const before = left();
  ends = performance.now() + remaining * 1000;
  for (const [name, at] of notes()) {
    if (remaining > at) said.delete(name);
    else if (fresh || before === null) said.add(name);
  }
  if (!ticking) ticking = setInterval(tick, 250);
  draw();
}
export const onZero = (act) => (zero = act);

function tick() {
  const seconds = left();
  if (seconds === null) return;
  draw();
  const due = notes().filter(([name, at]) => seconds <= at && !said.has(name));
  if (due.length && seconds > 0) {
    for (const [name] of due) said.add(name);
    announce(say(due[due.length - 1][0], { time: span(Math.floor(seconds)) }));
  }
  if (seconds === 0) {
    clearInterval(ticking);
    ticking = 0;
    zero?.();
  }
}

// Said, and for a few seconds seen.
let peek = 0;
export function tell() {
  const seconds = left();
  announce(seconds === null ? words.endless : say("remaining", { time: span(Math.floor(seconds)) }));
  clearTimeout(peek);
  face(true);
  peek = setTimeout(face, 6000, false);
}

let hidden = false;
try {
  hidden = localStorage.getItem(HIDDEN) === "1";
} catch {
  /* not remembered */
}
const name = (button, word) => {
  button.textContent = words[word]; // short to the eye, whole to the ear
  button.setAttribute("aria-label", words[`${word}Time`]);
};
function face(shown) {
  const box = place?.querySelector(".timer");
  if (!box) return;
  box.querySelector(".timer-face").hidden = hidden && !shown;
  name(box.querySelector(".timer-hide"), hidden ? "show" : "hide");
}
function draw() {
  if (!place) return;
  const box = place.querySelector(".timer");
  const seconds = left();
  box.hidden = seconds === null;
  if (seconds === null) return;
  const low = seconds <= limit / 20 ? "twentieth" : seconds <= limit / 5 ? "fifth" : "";
  const text = figures(Math.ceil(seconds));
  const shown = box.querySelector(".timer-figures");
  if (shown.textContent !== text) shown.textContent = text;
  const note = low && words[`${low}Note`];
  const line = box.querySelector(".timer-note");
  if (line.textContent !== note) line.textContent = note;
  box.dataset.low = low;
}
// Puts the timer beside the line that says when it ends.
export function mount(line) {
  place = line?.parentElement;
  if (!place) return;
  const box = document.createElement("p");
  box.className = "timer";
  const add = (tag, name, text = "", to = box) => {
    const made = Object.assign(document.createElement(tag), { className: name, textContent: text });
    to.append(made, " ");
    return made;
  };
  const shown = add("span", "timer-face");
  add("span", "timer-word", words.left, shown);
  const digits = add("span", "timer-figures", "", shown);
  digits.setAttribute("role", "timer");
  digits.setAttribute("aria-live", "off");
  add("span", "timer-note", "", shown);
  for (const [word, act] of [["tell", tell], ["hide", hide]]) {
    const button = add("button", `link timer-${word}`);
    button.type = "button";
    button.addEventListener("click", act);
    name(button, word);
  }
  place.append(box);
  face(false);
  draw();
}
function hide() {
  hidden = !hidden;
  try {
    localStorage.setItem(HIDDEN, hidden ? "1" : "0");
  } catch {
    /* not remembered */
  }
  face(false);
}
