// Sitting an exam: every answer saves itself, also without a network; moving between items without
// leaving the page; the time; the end. Without it the pages are plain forms.
import { choose, equip, isStep } from "./answering.js";
import {
  announce, ask, away, drain, encode, flush, jitter, keepDraft, later, match, net, pathOf, queue, reader, recall, retry,
  saveDraft, say, senders, state, told, typed, typedOf, unsaved, waiting, words,
} from "./drafts.js";
import { adopt, report, sendAnswers, uuid } from "./sending.js";
import * as timer from "./timer.js";

const main = document.getElementById("main");
const home = location.pathname.match(/^\/sittings\/\d+/)[0];
const formOf = () => main.querySelector("form[data-sitting]");
const ofSitting = (address) => new URL(address, location.href).pathname.startsWith(`${home}/`);
const place = (address) => new URL(address, location.href).pathname.match(/\/sittings\/\d+\/(\d+)$/)?.[1];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const atMost = (ms, work) => Promise.race([work, pause(ms)]);
const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
const online = () => navigator.onLine !== false;

let over = false; // no more answers are taken on this page
let moving = false;

// Items
function prepare() {
  const form = formOf();
  if (form?.dataset.draft && !form.dataset.ready) {
    form.dataset.ready = "yes";
    form.addEventListener("saved", saved);
    form.addEventListener("refused", refused);
    numbers.set(pathOf(form), form.dataset.position);
    recall(form);
    equip(form);
    if (unsaved(form)) later(form, 200);
  }
  if (over) lock();
}
function clockOf(page) {
  const line = page.querySelector("[data-time]");
  if (line) timer.sync(+line.dataset.remaining, line.dataset.limit, timer.left() === null);
}

// Whether anything was typed or chosen.
const holds = (pairs) =>
  [...pairs].some(([name, value]) => /^(choice|grade|text|value|date|(match|step|gap)\..+)$/.test(name) && value.trim());
const answered = (form) => holds(new FormData(form));
// What the navigator says of the item in view.
// What the navigator says of an item: by a sign, by words and by the frame.
const sign = (name) => document.importNode(document.getElementById(`sign-${name}`).content, true);
function mark(link, answer, flagged) {
  if (isAnswered(link) === answer && isFlagged(link) === flagged) return;
  link.dataset.state = answer ? "answered" : "unanswered";
  link.toggleAttribute("data-flagged", flagged);
  link.classList.toggle("is-answered", answer);
  link.classList.toggle("is-unanswered", !answer);
  link.classList.toggle("is-flagged", flagged);
  const signs = [answer && sign("answered"), flagged && sign("flagged")].filter(Boolean);
  link.querySelector(".place-signs").replaceChildren(...signs);
  const states = [answer ? words.stateAnswered : words.stateUnanswered, flagged && words.stateFlagged].filter(Boolean);
  link.querySelector("[data-words]").textContent = `, ${states.join(", ")}`;
}
const isAnswered = (link) => link.dataset.state === "answered";
const isFlagged = (link) => "flagged" in link.dataset;
function tally() {
  const line = main.querySelector(".exam-count");
  if (!line) return;
  const n = [...main.querySelectorAll("[data-nav]")].filter(isAnswered).length;
  line.textContent = say("answeredOf", { n, count: line.dataset.count });
}
function tick(position, yes) {
  const link = main.querySelector(`[data-nav="${position}"]`);
  if (!link || isAnswered(link) === yes) return;
  mark(link, yes, isFlagged(link));
  tally();
}
function saved({ target, detail }) {
  if (target.elements.base) target.elements.base.value = detail.revision;
  tick(target.dataset.position, answered(target));
  outdated(target.dataset.position);
  const seconds = timer.left();
  if (detail.remaining != null && seconds !== null && Math.abs(detail.remaining - seconds) > 2) poll();
}
// Too late, or this item is answered for good elsewhere: the server kept the text.
function refused({ target, detail }) {
  if (detail.status !== 409) return;
  queue.drop(match("draft", pathOf(target), () => true));
  told(target, words.late);
  announce(words.late);
  poll();
}
// A kept answer of an item that is not in view was sent.
addEventListener("passed", ({ detail: { path, entry, reply } }) => {
  const pages = [...kept.values()].filter((one) => one.querySelector);
  const form = pages.map((one) => one.querySelector("form[data-sitting]")).find((one) => one && pathOf(one) === path);
  if (form) Object.assign(state(form), { base: String(reply.revision), sent: typed(form), at: undefined });
  const position = numbers.get(path);
  if (position) tick(position, holds(new URLSearchParams(entry.body)));
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form || over || (isStep(event) && event.target.value)) return;
  if (event.target.matches("[type=radio], [type=checkbox], select")) saveDraft(form);
  else later(form);
});

// Moving: what is typed is on the device before the next item comes; pages seen are kept for when
// there is no network.
const kept = new Map(); // position → the live content of a page, or its text
const numbers = new Map(); // where an item's answers go → its position
let shown = place(location.href);

async function fetchPage(address) {
  const control = new AbortController();
  const limit = setTimeout(() => control.abort(), 8000);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: control.signal });
    return { answer, text: await answer.text() };
  } finally {
    clearTimeout(limit);
  }
}
const contentOf = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!page.querySelector("main form[data-sitting]")) return null;
  const holder = document.createDocumentFragment();
  holder.append(...page.getElementById("main").childNodes);
  return { holder, title: page.title, page };
};
function put(content, position, address, push) {
  const form = formOf();
  if (form?.dataset.draft && unsaved(form)) {
    keepDraft(form);
    saveDraft(form);
  }
  const leaving = document.createElement("div");
  leaving.append(...main.childNodes);
  leaving.dataset.title = document.title;
  if (shown) kept.set(shown, leaving);
  main.append(...(content.holder || content).childNodes);
  const [was, now] = [leaving, main].map((one) => one.querySelector("details.case-text"));
  if (was && now?.textContent === was.textContent) now.open = was.open; // a case read is not read again
  document.title = content.title || content.dataset.title;
  if (push) history.pushState({ position }, "", address);
  shown = position;
  if (content.fresh) clockOf(content.page);
  else {
    for (const link of main.querySelectorAll("[data-nav]")) {
      const now = leaving.querySelector(`[data-nav="${link.dataset.nav}"]`);
      if (now) mark(link, isAnswered(now), isFlagged(now));
    }
    tally();
  }
  prepare();
  if (waiting()) retry(200);
  scrollTo({ top: 0 });
  const head = main.querySelector(".asked-title") || main.querySelector("h1");
  if (!head) return;
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}
async function go(address, push = true) {
  const position = place(address);
  if (moving) return;
  moving = true;
  main.setAttribute("aria-busy", "true");
  try {
    await atMost(position ? 1200 : 6000, flush().then(() => position || drain()));
    if (!position) {
      if (online() && (await poll())) location.assign(address);
      else bar(words.noMove);
      return;
    }
    let content = null;
    try {
      if (!online()) throw new Error("offline");
      const { answer, text } = await fetchPage(address);
      content = answer.ok && place(answer.url) === position && contentOf(text);
      if (!content) {
        location.assign(answer.url);
        return;
      }
      content.fresh = true;
    } catch {
      const old = kept.get(position) || (await onDevice(position));
      content = typeof old === "string" ? contentOf(old) : old;
    }
    if (content) {
      kept.delete(position);
      put(content, position, address, push);
      return;
    }
    if (!push) history.replaceState({ position: shown }, "", `${home}/${shown}`);
    bar(words.noMove);
  } finally {
    moving = false;
    main.removeAttribute("aria-busy");
  }
}
function bar(text) {
  net.textContent = text;
  net.hidden = false;
  announce(text);
  setTimeout(away, 8000);
}
addEventListener("popstate", () => (place(location.href) ? go(location.href, false) : location.reload()));
history.replaceState({ position: shown }, "");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("main a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
  if (link.target || link.origin !== location.origin || !ofSitting(link.href)) return;
  event.preventDefault();
  go(link.href);
});

// Buttons of the item's form: next, previous, to:7, flag, check, finish; and the forms of other pages.
const count = () => +main.querySelector(".exam-count").dataset.count;
function target(pressed) {
  const at = +shown;
  if (pressed === "finish") return `${home}/finish`;
  const to = pressed === "next" ? at + 1 : pressed === "previous" ? at - 1 : +/^to:(\d+)$/.exec(pressed)?.[1];
  if (!to) return null;
  return to > count() ? `${home}/finish` : `${home}/${to}`;
}
let sure = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (sure || !ofSitting(form.action) || form.method !== "post") return;
  const button = event.submitter;
  const pressed = button?.name === "do" ? button.value : "";
  event.preventDefault();
  if (button?.getAttribute("aria-disabled") === "true") return;
  if (pressed === "flag" || pressed === "unflag") return flag(form, button);
  if (pressed === "stay") return form.dataset.draft && saveDraft(form);
  // With all answered for good there is nothing to be asked: the press hands in.
  const address = form === formOf() && !(pressed === "finish" && "settled" in form.dataset) && target(pressed);
  if (address) return go(address);
  if (pressed === "check" && !online()) return keepCheck(form);
  button?.setAttribute("aria-disabled", "true");
  await atMost(6000, flush().then(drain));
  button?.removeAttribute("aria-disabled");
  const unsent = form === formOf() ? 0 : waiting();
  if (!online() || unsent) return bar(unsent ? say("unsent", { n: unsent }) : words.noMove);
  if (form.dataset.draft) form.elements.base.value = state(form).base;
  await pause(0); // a form cannot be submitted while its event is under way
  sure = true;
  form.requestSubmit(button || undefined);
  sure = false;
});

// One's own set, taken along: its pages as the device kept them (keeping.js). An answer for good
// waits there too, and is judged when it has come to the server.
async function onDevice(position) {
  const found = "caches" in window && (await caches.match(`${home}/${position}`, { cacheName: `pages-${reader.mark}` }));
  return found ? found.text() : undefined;
}
const outdated = (position) => navigator.serviceWorker?.controller?.postMessage({ changed: `${home}/${position}` });
function keepCheck(form) {
  if (!answered(form)) return bar(words.noMove);
  const path = pathOf(form);
  clearTimeout(state(form).timer);
  queue.put("answer", path, encode(form), false, { fragment: "check", id: uuid(), tried: false });
  queue.drop(match("draft", path, () => true));
  state(form).answered = true;
  told(form, words.queued);
  announce(words.queued);
  tick(form.dataset.position, true);
  retry();
  if (form.querySelector("[data-recall]") && +shown < count()) go(target("next"));
}
senders.check = async () => {
  const { line, answers } = await sendAnswers();
  report(line, answers);
  for (const { entry } of answers) {
    const position = numbers.get(entry.action);
    if (!position) continue;
    outdated(position);
    kept.delete(position);
    if (position === shown) await go(`${home}/${position}`, false);
  }
};

async function flag(form, button) {
  const on = button.value === "flag";
  const body = encode(form);
  body.set("do", button.value);
  if (form.dataset.draft) body.set("base", state(form).base);
  button.setAttribute("aria-disabled", "true");
  try {
    const now = typed(form);
    const answer = await ask(form.getAttribute("action"), { method: "POST", fragment: "flag", body });
    if (!answer.ok || place(answer.url) !== shown) {
      location.assign(answer.url);
      return;
    }
    // The press saved the text too: the page that came back knows the revision.
    const fresh = contentOf(await answer.text())?.holder.querySelector("form[data-draft]");
    if (fresh && form.dataset.draft) {
      Object.assign(state(form), { base: fresh.dataset.base, sent: now });
      queue.drop(match("draft", pathOf(form), (entry) => typedOf(entry) === now));
      tick(shown, holds(body));
    }
    button.value = on ? "unflag" : "flag";
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("span").textContent = on ? words.takeFlag : words.setFlag;
    const link = main.querySelector(`[data-nav="${shown}"]`);
    if (link) mark(link, isAnswered(link), on);
    announce(on ? words.flagged : words.unflagged);
  } catch {
    dispatchEvent(new Event("nonet"));
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

// Pages for when the line is lost: fetched one by one, without haste; those that did not come are
// asked for again.
async function stock() {
  let wanted = [...main.querySelectorAll("[data-nav]")].map((link) => link.dataset.nav);
  while (wanted.length) {
    const missing = [];
    for (const position of wanted) {
      await pause(jitter(9000));
      while (!online() || document.visibilityState === "hidden") await pause(5000);
      if (over) return;
      if (kept.has(position) || position === shown) continue;
      if (!(await lay(position))) missing.push(position);
    }
    wanted = missing;
    if (wanted.length) await pause(jitter(30000));
  }
}
// Whether a page needs no second try: a reply that is no such page will not become one.
async function lay(position) {
  try {
    const { answer, text } = await fetchPage(`${home}/${position}`);
    if (!answer.ok || place(answer.url) !== position) return answer.status < 500;
    if (kept.has(position)) return true;
    kept.set(position, text);
    const item = /data-draft="([^"]+)\/draft"/.exec(text);
    if (item) numbers.set(item[1], position);
    return true;
  } catch {
    return false;
  }
}

// How the sitting stands: an extension, a close and a hand-in elsewhere are seen within seconds.
let polling = 0;
let clock = "";
function next() {
  clearTimeout(polling);
  if (over && !finishing) return;
  const seconds = timer.left();
  const near = seconds !== null && seconds < 90;
  polling = setTimeout(poll, jitter(document.visibilityState === "hidden" ? 60000 : near ? 6000 : 20000));
}
async function poll() {
  clearTimeout(polling);
  try {
    const answer = await fetch(`${home}/state`, { headers: { "X-Fragment": "state", "X-Reader": reader.mark } });
    reader.other = answer.status === 403 || answer.status === 409;
    if (reader.other || answer.status === 401) away(answer.status);
    if (!answer.ok) return;
    const now = await answer.json();
    if (now.open) stand(now);
    else close(now.goto);
    if (waiting()) drain();
    return now;
  } catch {
    // no network: the next time
  } finally {
    next();
  }
}
function stand(now) {
  const before = timer.left();
  timer.sync(now.remaining, now.limit, before === null);
  if (clock && now.ends_clock && now.ends_clock !== clock) {
    announce(say(before !== null && now.remaining > before ? "longer" : "changed", { ends: now.ends_clock }));
    const line = document.querySelector("[data-time] time");
    if (line) Object.assign(line, { textContent: now.ends_clock, dateTime: now.ends_at });
  }
  clock = now.ends_clock || clock;
  if (over && now.remaining > 0) unlock();
}
// The end
let finishing = false;
// What is typed stays to be read. Text fields are not disabled: their text must be sent yet.
function lock(on = true) {
  over = on;
  main.classList.toggle("is-over", on);
  for (const one of main.querySelectorAll("form[data-sitting] :is(textarea, input:not([type=hidden]))")) {
    one.readOnly = on;
    if (/radio|checkbox/.test(one.type)) one.closest("label")?.toggleAttribute("inert", on);
  }
  for (const one of main.querySelectorAll("form[data-sitting] :is(select, .mover)")) one.toggleAttribute("inert", on);
}
function unlock() {
  finishing = false;
  lock(false);
  banner("");
}
function banner(text, href) {
  let box = main.querySelector(".sitting-over");
  if (!text) return box?.remove();
  if (!box) {
    box = document.createElement("div");
    box.className = "notice sitting-over";
    box.tabIndex = -1;
    main.prepend(box);
  }
  box.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  if (href) {
    const line = document.createElement("p");
    const link = Object.assign(document.createElement("a"), { href, textContent: words.receipt, className: "button" });
    link.target = "_self";
    line.append(link);
    box.append(line);
  }
  announce(text);
}
async function close(href) {
  const receipt = href || `${home}/receipt`;
  if (finishing) {
    location.assign(receipt);
    return;
  }
  if (main.querySelector(".sitting-over a")) return;
  over = true;
  await flush(); // what comes too late is kept by the server
  lock();
  banner(words.closed, receipt);
}
timer.onZero(async () => {
  if (finishing) return;
  finishing = true;
  const saving = flush();
  lock();
  banner(words.over);
  await atMost(6000, saving);
  await pause(1000 + Math.random() * 2000); // not all in the same instant
  for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
    await drain();
    const now = await poll();
    if (!finishing || (now && !now.open)) return; // longer after all; or handed in elsewhere
    if (now) break;
    banner(reader.other ? words.otherReader : words.overOffline);
    await pause(jitter(wait));
  }
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${home}/finish`;
  form.append(hidden("csrf", document.querySelector("[name=csrf]").value));
  document.body.append(form);
  form.submit();
});

// Keys
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return;
  const field = event.target;
  const choosing = field.matches("[type=radio], [type=checkbox]");
  if (!choosing && field.matches("input, textarea, select")) return;
  const card = formOf()?.dataset.draft && formOf().querySelector("[data-recall]");
  if (/^[1-9]$/.test(event.key)) {
    if (card && !card.open) {
      card.open = true; // first what stands on the back, then the grade
      event.preventDefault();
    } else if (choose(formOf(), event.key)) {
      event.preventDefault();
      named = document.activeElement;
      if (card) answer();
    }
  } else if (event.key === "Enter" && !choosing && !field.matches("a, button, summary")) {
    if (!formOf() || event.repeat) return;
    event.preventDefault();
    if (card && !card.open) card.open = true;
    else answer() || onward();
  } else if (event.key === "t" || event.key === "T" || event.key === "е" || event.key === "Е") {
    event.preventDefault(); // the same key also on a Kazakh or Russian keyboard
    timer.tell();
  } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && (!choosing || field === named) && shown) {
    event.preventDefault();
    if (event.key === "ArrowRight") onward();
    else if (target("previous")) go(target("previous"));
  }
});
// A card that was turned over is graded by one tap, as by one key.
document.addEventListener("click", (event) => {
  const grade = event.detail && event.target.closest?.(".recall-grades .option");
  if (grade && formOf()?.querySelector("[data-recall]")?.open) setTimeout(answer);
});
let named = null; // the option that a digit chose: arrows go on from it instead of choosing another
function press(button) {
  if (button) formOf().requestSubmit(button);
  return !!button;
}
// Answer for good, where that can be done; not before one has said how sure one is, if it is asked.
function answer() {
  const form = formOf();
  if (!form?.dataset.draft || over) return false;
  if (form.querySelector(".certainty") && !form.querySelector(".certainty :checked")) {
    const check = form.querySelector("[data-check]");
    check?.focus();
    return !!check;
  }
  return answered(form) && press(form.querySelector("[data-check]"));
}
const onward = () => press(formOf()?.querySelector('.exam-moves [data-move="next"], .exam-moves [data-move="finish"]'));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && poll());
addEventListener("online", poll);
addEventListener("offline", () => {
  away();
});

document.querySelector(".exam-bar").append(net); // in sight, and over nothing
const line = document.querySelector("[data-time]");
timer.mount(line || document.querySelector(".exam-time"));
clockOf(document);
clock = line?.querySelector("time")?.textContent.trim() || "";
prepare();
adopt().then((found) => (found || waiting()) && drain());
next();
stock();
