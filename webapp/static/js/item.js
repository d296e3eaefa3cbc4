// Items: answers in place, drafts, a queue, keys. Without it they are plain forms.
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

// What belongs to the page, not to what was typed.
const OURS = new Set(["csrf", "attempt", "version", "do", "base", "asked"]);
const typedIn = (pairs) => JSON.stringify([...pairs].filter(([name]) => !OURS.has(name)).sort());
const typed = (form) => typedIn(new FormData(form));
const typedOf = (entry) => typedIn(new URLSearchParams(entry.body));

// Unconfirmed answers and drafts, in this device. Another reader's are left alone.
const QUEUE = "queue";
const READER = document.body.dataset.reader || "";
const queue = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(QUEUE)) || {};
    } catch {
      return {};
    }
  },
  mine() {
    const all = Object.entries(this.read()).filter(([, entry]) => entry.reader === READER || entry.reader === "");
    return all.sort((a, b) => a[1].at - b[1].at);
  },
  write(all) {
    try {
      localStorage.setItem(QUEUE, JSON.stringify(all));
    } catch {
      /* full or forbidden: the page holds the text */
    }
    if (!waiting()) net.hidden = true;
  },
  set(key, entry) {
    this.write({ ...this.read(), [key]: entry });
  },
  // stop: kept, not sent before its item is opened again
  put(kind, path, body, stop) {
    const how = kind === "draft" ? asDraft(path) : { action: path, method: "POST", fragment: "item" };
    const key = `${kind}:${READER}${path}`;
    const entry = { ...how, body: String(body), at: Date.now(), reader: READER, stop };
    this.set(key, entry);
    return [key, entry];
  },
  drop(test) {
    const all = this.read();
    for (const [key, entry] of this.mine()) if (test(entry)) delete all[key];
    this.write(all);
  },
};
const asDraft = (path) => ({ action: `${path}/draft`, method: "PUT", fragment: "draft" });
const waiting = () => queue.mine().filter(([, entry]) => !entry.stop).length;
const pathOf = (form) => form.getAttribute("action");
const placeOf = (entry) => entry.action.replace(/\/draft$/, "");
const match = (fragment, path, test) => (entry) => entry.fragment === fragment && placeOf(entry) === path && test(entry);
const forms = () => [...document.querySelectorAll("form[data-item]")];
const formAt = (path) => forms().find((form) => pathOf(form) === path);

// No network, 5xx, 429: tried again.
const fault = (status) => Object.assign(new Error(status), { status });
const final = ({ status }) => status >= 400 && status < 500 && status !== 429;

function away(status) {
  const n = waiting();
  net.hidden = !n;
  if (n) net.textContent = status ? words.failed : say("offline", { n });
}
addEventListener("nonet", () => {
  const n = waiting();
  const text = say("offline", { n });
  net.textContent = n ? text : text.split(":")[0];
  net.hidden = false;
  announce(net.textContent);
  setTimeout(away, 8000);
});

// Drafts
const drafts = new WeakMap(); // at: of its entry; no: refused text
const state = (form) => {
  if (!drafts.has(form)) drafts.set(form, { base: form.dataset.base, sent: typed(form), timer: 0, busy: false });
  return drafts.get(form);
};
function told(form, text) {
  const line = form.querySelector("[data-save]");
  if (line && text !== undefined && line.textContent !== text) line.textContent = text;
}
function draftBody(form) {
  const body = encode(form);
  body.delete("do");
  body.delete("asked");
  body.set("base", state(form).base);
  return body;
}
function keepDraft(form, stop) {
  const draft = state(form);
  queue.drop(match("draft", pathOf(form), (entry) => entry.at === draft.at));
  draft.at = queue.put("draft", pathOf(form), draftBody(form), stop)[1].at;
}

// Returns the fault.
async function saveDraft(form) {
  const draft = state(form);
  clearTimeout(draft.timer);
  const now = typed(form);
  if (draft.answered || [draft.sent, draft.no].includes(now) || !form.isConnected) return;
  if (draft.busy) {
    draft.timer = setTimeout(saveDraft, 600, form);
    return;
  }
  draft.busy = true;
  told(form, words.saving);
  const at = draft.at;
  const body = draftBody(form);
  try {
    const answer = await fetch(`${pathOf(form)}/draft`, {
      method: "PUT",
      headers: { "X-Fragment": "draft" },
      body,
      keepalive: `${body}`.length < 60000, // leaves while the page goes
    });
    if (!answer.ok) throw fault(answer.status);
    const reply = await answer.json();
    draft.base = String(reply.revision);
    draft.sent = now;
    draft.wait = 0;
    queue.drop(match("draft", pathOf(form), (entry) => entry.at === at || typedOf(entry) === now));
    if (!draft.answered) told(form, reply.conflict ? words.conflict : say("saved", { time: reply.saved }));
  } catch (error) {
    if (draft.answered) return;
    keepDraft(form, final(error));
    told(form, words.failed);
    if (final(error)) draft.no = now;
    else {
      away(error.status);
      draft.wait = Math.min((draft.wait || 2500) * 2, 60000);
      draft.timer = setTimeout(saveDraft, jitter(draft.wait), form);
    }
    return error;
  } finally {
    draft.busy = false;
  }
}
function later(form, ms = 1400) {
  const draft = state(form);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(saveDraft, jitter(ms), form);
}
// The page may be going.
function flush() {
  for (const form of forms()) {
    const draft = drafts.get(form);
    if (!draft || draft.answered || [draft.sent, draft.no].includes(typed(form))) continue;
    keepDraft(form);
    saveDraft(form);
  }
}

// Answers: queued first; the attempt number makes a second copy harmless.
async function send(form) {
  const button = form.querySelector("[name=do]");
  if (button.getAttribute("aria-disabled") === "true") return;
  const draft = state(form);
  const path = pathOf(form);
  const body = encode(form);
  body.set("do", "answer");
  button.setAttribute("aria-disabled", "true");
  told(form, words.sending);
  clearTimeout(draft.timer);
  draft.answered = draft.flying = true;
  const put = queue.put("answer", path, body);
  queue.drop(match("draft", path, () => true));
  try {
    await pass(put, true);
  } catch (error) {
    unsent(form, error);
    announce(form.querySelector("[data-save]").textContent);
    retry();
  } finally {
    draft.flying = false;
    button.removeAttribute("aria-disabled");
  }
}
function unsent(form, { status }) {
  told(form, status ? words.failed : words.queued);
  away(status);
}
// Not taken: a draft again.
function refused(item, before) {
  const form = formOf(item);
  if (!form) return;
  Object.assign(state(form), { sent: before.sent, base: before.base });
  later(form, 200);
}

const block = (html) => document.createRange().createContextualFragment(html).querySelector(".item");
function show(item, made, move) {
  item.replaceWith(made);
  prepare(made);
  made.classList.add("is-new");
  const head = made.querySelector("[data-result]") || (move && made.querySelector(".item-title"));
  if (head && move) head.focus({ preventScroll: true });
  if (head) announce(head.textContent.trim());
  if (move && made.getBoundingClientRect().top < 0) made.scrollIntoView({ block: "start" });
  if (made.dataset.state === "answered") refreshProgress();
}

async function refreshProgress() {
  const line = document.querySelector("[data-lesson-progress]");
  if (!line) return;
  try {
    const answer = await fetch(`${location.pathname}/progress`, { headers: { "X-Fragment": "progress" } });
    if (answer.ok) line.outerHTML = await answer.text();
  } catch {
    // the next page tells
  }
}

// Retries
let wait = 4000;
let timer = 0;
let sending = false;
function retry() {
  clearTimeout(timer);
  if (waiting()) timer = setTimeout(drain, jitter(wait));
  wait = Math.min(wait * 2, 120000);
}
async function drain() {
  if (sending) return;
  sending = true;
  try {
    for (const one of queue.mine()) if (!one[1].stop) await pass(one);
    wait = 4000;
    if (!net.hidden) {
      away();
      if (net.hidden) announce(words.sent);
    }
  } catch (error) {
    for (const form of forms())
      if (state(form).answered) unsent(form, error);
    away(error.status);
    retry();
  } finally {
    sending = false;
  }
}
async function pass([key, entry], move = false) {
  const path = placeOf(entry);
  const form = formAt(path);
  const draft = form && state(form);
  const drop = () => queue.drop(match(entry.fragment, path, (one) => one.at === entry.at));
  if (draft?.flying && !move) return;
  const isDraft = entry.fragment === "draft";
  // The form that shows it saves it: it knows the revision.
  if (isDraft && draft && !draft.answered && (entry.at === draft.at || typedOf(entry) === typed(form))) {
    if (typed(form) === draft.sent) return drop();
    const error = await saveDraft(form);
    if (error && !final(error)) throw error;
    return;
  }
  const body = new URLSearchParams(entry.body);
  body.set("csrf", document.querySelector("[name=csrf]").value);
  const answer = await fetch(entry.action, { method: entry.method, headers: { "X-Fragment": entry.fragment }, body });
  const error = fault(answer.status);
  if (!answer.ok && !final(error)) throw error;
  if (isDraft && answer.ok) {
    await answer.json();
    return drop();
  }
  const hard = ![200, 409, 422].includes(answer.status);
  if (hard) {
    announce(words.failed);
    if (form) told(form, words.failed);
  }
  if (isDraft) return queue.set(key, { ...entry, stop: true });
  const made = hard ? null : block(await answer.text());
  if (answer.ok && !made) throw error;
  drop();
  if (made && form?.isConnected && form.elements.attempt.value === body.get("attempt")) {
    if (![typedOf(entry), draft.sent].includes(typed(form))) keepDraft(form); // typed since
    show(itemOf(form), made, move);
    if (!answer.ok) refused(made, draft);
  } else if (!answer.ok) {
    body.delete("do");
    body.set("base", "0");
    let name = `draft:${entry.reader}${path}`;
    if (queue.read()[name]) name += `#${entry.at}`;
    queue.set(name, { ...entry, ...asDraft(path), body: body.toString(), stop: hard });
    if (draft?.answered) Object.assign(draft, { answered: false, at: entry.at, no: hard && typedOf(entry) });
  }
}

function prepare(item) {
  const form = formOf(item);
  if (!form) return;
  const draft = state(form);
  for (const [key, entry] of queue.mine()) {
    const kept = new URLSearchParams(entry.body);
    if (placeOf(entry) !== pathOf(form) || +kept.get("attempt") < +form.elements.attempt.value) continue;
    restore(form, kept);
    draft.at = entry.at;
    draft.base = (typed(form) !== draft.sent && kept.get("base")) || form.dataset.base;
    draft.answered = entry.fragment === "item";
    if (draft.answered) told(form, words.sending);
    if (entry.stop) queue.set(key, { ...entry, stop: false });
  }
  const steps = form.querySelector("[data-ordering]");
  if (steps) prepareSteps(steps);
  const essay = form.querySelector("[data-essay]");
  if (essay) count(essay);
}
function restore(form, kept) {
  for (const field of form.elements) {
    if (!field.name || OURS.has(field.name) || field.type === "hidden") continue;
    const values = kept.getAll(field.name);
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else if (values.length && (!field.options || [...field.options].some((one) => one.value === values[0])))
      field.value = values[0];
  }
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

// Blocks come and go.
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
  const address = `/lessons/${item.dataset.lessonId}/items/${encodeURIComponent(item.dataset.itemId)}?again=1`;
  try {
    const answer = await fetch(address, { headers: { "X-Fragment": "item" } });
    const made = answer.ok && block(await answer.text());
    if (made) show(item, made, true);
    else location.href = again.href;
  } catch {
    dispatchEvent(new Event("nonet"));
  }
});

// In focus, else nearest the middle of the window.
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
if (waiting()) drain();
