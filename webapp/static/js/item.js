// Items: answering without leaving the page, drafts, a queue for when the network is away, keys.
// Without this file the same forms work as plain forms.
const words = document.getElementById("words").dataset;
const live = document.getElementById("live");
const net = document.getElementById("net");
const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key]);
const announce = (text) => {
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = text));
};
const itemOf = (element) => element?.closest?.(".item");
const formOf = (item) => item.querySelector("form[data-item]");
const encode = (form) => new URLSearchParams(new FormData(form));
const jitter = (ms) => ms * (0.8 + Math.random() * 0.4);

// What was typed, without what belongs to the page: compared, kept, and put back.
const OURS = new Set(["csrf", "attempt", "version", "do", "base"]);
const typed = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !OURS.has(name)));

// A queue in this device: answers and drafts that could not be sent. Newest per item and kind.
const QUEUE = "queue";
const queue = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(QUEUE)) || {};
    } catch {
      return {};
    }
  },
  write(all) {
    try {
      localStorage.setItem(QUEUE, JSON.stringify(all));
    } catch {
      /* a full or forbidden store: the page itself still holds the text */
    }
    if (!Object.keys(all).length) net.hidden = true;
  },
  put(key, entry) {
    this.write({ ...this.read(), [key]: entry });
  },
  drop(key, body) {
    const all = this.read();
    if (body !== undefined && all[key]?.body !== body) return;
    delete all[key];
    this.write(all);
  },
};

function away() {
  const n = Object.keys(queue.read()).length;
  net.hidden = !n;
  if (n) net.textContent = say("offline", { n });
}

// Drafts
const drafts = new WeakMap(); // form → {base, sent, timer, busy}
const state = (form) => {
  if (!drafts.has(form)) drafts.set(form, { base: form.dataset.base, sent: typed(form), timer: 0, busy: false });
  return drafts.get(form);
};
function told(form, text) {
  const line = form.querySelector("[data-save]");
  if (line && text !== undefined && line.textContent !== text) line.textContent = text;
  return line?.textContent;
}
const draftAddress = (form) => `${form.getAttribute("action")}/draft`;
function draftBody(form) {
  const body = encode(form);
  body.delete("do");
  body.set("base", state(form).base);
  return body;
}

async function saveDraft(form) {
  const draft = state(form);
  clearTimeout(draft.timer);
  const now = typed(form);
  if (now === draft.sent || !form.isConnected) return;
  if (draft.busy) {
    draft.timer = setTimeout(saveDraft, 600, form);
    return;
  }
  draft.busy = true;
  told(form, words.saving);
  const key = `draft:${form.getAttribute("action")}`;
  const body = draftBody(form).toString();
  try {
    const answer = await fetch(draftAddress(form), {
      method: "PUT",
      headers: { "X-Fragment": "draft", "Content-Type": "application/x-www-form-urlencoded" },
      body,
      keepalive: body.length < 60000, // so that it also leaves while the page goes
    });
    if (!answer.ok) throw new Error(answer.status);
    const reply = await answer.json();
    draft.base = String(reply.revision);
    draft.sent = now;
    draft.wait = 0;
    queue.drop(key);
    told(form, reply.conflict ? words.conflict : say("saved", { time: reply.saved }));
  } catch {
    queue.put(key, { action: draftAddress(form), method: "PUT", fragment: "draft", body, at: Date.now() });
    told(form, words.failed);
    away();
    draft.wait = Math.min((draft.wait || 2500) * 2, 60000);
    draft.timer = setTimeout(saveDraft, jitter(draft.wait), form);
  } finally {
    draft.busy = false;
  }
}
function later(form, ms = 1400) {
  const draft = state(form);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(saveDraft, jitter(ms), form);
}
// The page may be going: keep what is unsaved in this device until the server has confirmed it.
function flush() {
  for (const form of document.querySelectorAll("form[data-item]")) {
    const draft = drafts.get(form);
    if (!draft || typed(form) === draft.sent) continue;
    queue.put(`draft:${form.getAttribute("action")}`, {
      action: draftAddress(form), method: "PUT", fragment: "draft", body: draftBody(form).toString(), at: Date.now(),
    });
    saveDraft(form);
  }
}

// Answers
async function send(form) {
  const item = itemOf(form);
  const button = form.querySelector("[name=do]");
  if (button.getAttribute("aria-disabled") === "true") return;
  const body = encode(form);
  body.set("do", "answer");
  button.setAttribute("aria-disabled", "true");
  told(form, words.sending);
  clearTimeout(state(form).timer);
  const key = `answer:${form.getAttribute("action")}`;
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { "X-Fragment": "item" }, body });
    const kind = answer.headers.get("content-type") || "";
    if (!kind.includes("html") || ![200, 409, 422, 503].includes(answer.status)) throw new Error(answer.status);
    queue.drop(key);
    if (answer.ok) queue.drop(`draft:${form.getAttribute("action")}`);
    show(item, await answer.text());
  } catch {
    queue.put(key, { action: form.action, method: "POST", fragment: "item", body: body.toString(), at: Date.now(), item: item.id });
    button.removeAttribute("aria-disabled");
    told(form, words.queued);
    announce(words.queued);
    away();
    retry();
  }
}

function show(item, html, move = true) {
  const made = document.createRange().createContextualFragment(html).querySelector(".item");
  if (!made) throw new Error("no item in the answer");
  item.replaceWith(made);
  prepare(made);
  made.classList.add("is-new");
  const head = made.querySelector("[data-result]") || (move && made.querySelector(".item-title"));
  if (head && move) head.focus({ preventScroll: true });
  if (head) announce(head.textContent.trim());
  if (move && made.getBoundingClientRect().top < 0) made.scrollIntoView({ block: "start" });
  if (made.dataset.state === "answered") refreshProgress();
}

// The line at the end of the lesson that tells how far the reader is.
async function refreshProgress() {
  const line = document.querySelector("[data-lesson-progress]");
  if (!line) return;
  try {
    const answer = await fetch(`${location.pathname}/progress`, { headers: { "X-Fragment": "progress" } });
    if (answer.ok) line.outerHTML = await answer.text();
  } catch {
    // told again by the next page
  }
}

// Retries: with jitter, growing, and at once when the network returns.
let wait = 4000;
let timer = 0;
let sending = false;
function retry() {
  clearTimeout(timer);
  if (Object.keys(queue.read()).length) timer = setTimeout(drain, jitter(wait));
  wait = Math.min(wait * 2, 120000);
}
async function drain() {
  if (sending) return;
  sending = true;
  try {
    for (const [key, entry] of Object.entries(queue.read()).sort((a, b) => a[1].at - b[1].at)) {
      const answer = await fetch(entry.action, {
        method: entry.method,
        headers: { "X-Fragment": entry.fragment, "Content-Type": "application/x-www-form-urlencoded" },
        body: entry.body,
      });
      if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
      queue.drop(key, entry.body);
      const item = entry.item && document.getElementById(entry.item);
      if (entry.fragment === "item" && item && formOf(item)) show(item, await answer.text(), false);
      else if (entry.fragment === "draft" && answer.ok) {
        const form = [...document.querySelectorAll("form[data-item]")].find((one) => draftAddress(one) === entry.action);
        const reply = await answer.json();
        if (form) {
          state(form).base = String(reply.revision);
          told(form, say("saved", { time: reply.saved }));
        }
      }
    }
    wait = 4000;
    if (!net.hidden) announce(words.sent);
    away();
  } catch {
    away();
    retry();
  } finally {
    sending = false;
  }
}

// Preparing a block: ordering buttons, the word counter, the text kept on this device.
function prepare(item) {
  const form = formOf(item);
  if (!form) return;
  const waiting = queue.read()[`draft:${form.getAttribute("action")}`];
  if (waiting) {
    const kept = new URLSearchParams(waiting.body);
    const field = form.elements.text || form.elements.value || form.elements.date;
    const name = field?.name;
    if (name && !field.value && kept.get(name)) field.value = kept.get(name);
  }
  const steps = form.querySelector("[data-ordering]");
  if (steps) prepareSteps(steps);
  state(form);
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

function prepareSteps(list) {
  const rows = [...list.children];
  const select = (row) => row.querySelector("select");
  if (rows.every((row) => select(row).value)) rows.sort((a, b) => select(a).value - select(b).value);
  rows.forEach((row, index) => {
    list.append(row);
    select(row).value = index + 1;
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

// Events, on the document: blocks come and go.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-item]")) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-item]");
  if (!form) return;
  const essay = event.target.closest("[data-essay]");
  if (essay) count(essay);
  if (event.target.matches("[data-ordering] select")) {
    const row = event.target.closest(".step");
    if (event.target.value) moveStep(row, event.target.value - 1);
    return;
  }
  later(form);
});
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("form[data-item]");
  if (form && drafts.has(form) && event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) later(form, 150);
});
document.addEventListener("click", async (event) => {
  const mover = event.target.closest(".mover");
  if (mover) {
    const row = mover.closest(".step");
    if (mover.getAttribute("aria-disabled") !== "true")
      moveStep(row, [...row.parentElement.children].indexOf(row) + Number(mover.dataset.by));
    return;
  }
  const again = event.target.closest("[data-again]");
  if (!again || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const item = itemOf(again);
  try {
    const address = `/lessons/${item.dataset.lessonId}/items/${encodeURIComponent(item.dataset.itemId)}?again=1`;
    const answer = await fetch(address, { headers: { "X-Fragment": "item" } });
    if (!answer.ok) throw new Error(answer.status);
    show(item, await answer.text());
  } catch {
    location.href = again.href;
  }
});

// The item meant by a key: the one in focus, else the one nearest the middle of the window.
function nearest() {
  const focused = itemOf(document.activeElement);
  if (focused) return focused;
  let best = null;
  let least = innerHeight * 0.75;
  for (const item of document.querySelectorAll(".item")) {
    const box = item.getBoundingClientRect();
    const away = Math.max(box.top - innerHeight / 2, innerHeight / 2 - box.bottom, 0);
    if (away < least) [best, least] = [item, away];
  }
  return best;
}
function go(by) {
  const all = [...document.querySelectorAll(".item")];
  const from = itemOf(document.activeElement);
  let next;
  if (from) next = all[all.indexOf(from) + by];
  else if (by > 0) next = all.find((one) => one.getBoundingClientRect().top > 40);
  else next = all.findLast((one) => one.getBoundingClientRect().top < -40);
  next ||= by > 0 ? document.querySelector(".lesson-end") : null;
  if (!next) return;
  next.scrollIntoView({ block: "start" });
  (next.querySelector(".item-title") || next).focus({ preventScroll: true });
}
document.addEventListener("keydown", (event) => {
  const row = event.altKey && event.target.closest?.(".step");
  if (row && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    moveStep(row, [...row.parentElement.children].indexOf(row) + (event.key === "ArrowUp" ? -1 : 1));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return;
  const field = event.target;
  const choosing = field.matches("[type=radio], [type=checkbox]");
  if (!choosing && field.matches("input, textarea, select")) return;
  if (/^[1-9]$/.test(event.key)) {
    const item = nearest();
    const input = item?.querySelectorAll("[data-option] input")[event.key - 1];
    if (!input) return;
    event.preventDefault();
    input.focus({ preventScroll: true });
    input.click();
  } else if (event.key === "Enter" && !field.matches("a, button, summary")) {
    const form = nearest() && formOf(nearest());
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[name=do]"));
  } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && !choosing) {
    event.preventDefault();
    go(event.key === "ArrowRight" ? 1 : -1);
  }
});

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
addEventListener("pagehide", flush);
addEventListener("online", () => {
  wait = 4000;
  drain();
});
for (const item of document.querySelectorAll(".item")) prepare(item);
if (Object.keys(queue.read()).length) drain();
