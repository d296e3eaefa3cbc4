// What was typed: kept on the device, saved, sent when it can be. For lessons and sittings.
export const words = { ...document.getElementById("words").dataset, ...document.getElementById("sitting-words")?.dataset };
export const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key]);
const live = document.getElementById("live");
export const net = document.getElementById("net");
export const announce = (text) => {
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = text));
};
export const jitter = (ms) => ms * (0.8 + Math.random() * 0.4);
export const encode = (form) => new URLSearchParams(new FormData(form));

// What belongs to the page, not to what was typed.
const OURS = new Set(["csrf", "attempt", "version", "do", "base", "asked"]);
export const typedIn = (pairs) => JSON.stringify([...pairs].filter(([name]) => !OURS.has(name)).sort());
export const typed = (form) => typedIn(new FormData(form));
export const typedOf = (entry) => typedIn(new URLSearchParams(entry.body));

export const pathOf = (form) => form.dataset.draft?.replace(/\/draft$/, "") || form.getAttribute("action");
export const forms = () => [...document.querySelectorAll("form[data-item], form[data-draft]")];
export const formAt = (path) => forms().find((form) => pathOf(form) === path);

// Whose page this is; a stranger's learns it with the first thing kept. `other`: the server said
// that someone else is signed in now: nothing of ours is sent any more.
export const reader = { mark: document.body.dataset.reader || "", other: false };
// No network, 5xx, 429, signed out for now: tried again.
export const fault = (status) => Object.assign(new Error(status), { status });
export const final = ({ status }) => status >= 400 && status < 500 && status !== 429 && status !== 401;
export async function ask(address, { fragment, ...options }) {
  if (reader.other) throw fault(409);
  const headers = { ...options.headers, "X-Fragment": fragment };
  if (reader.mark) headers["X-Reader"] = reader.mark;
  const answer = await fetch(address, { ...options, headers });
  reader.mark ||= answer.headers.get("X-Reader") || "";
  delete document.body.dataset.kept; // there is a network after all
  const theirs = answer.status === 403 && address.startsWith("/sittings/"); // a sitting has one owner
  if (theirs || (answer.status === 409 && (await answer.clone().text()).includes('"other_reader"'))) {
    reader.other = true;
    announce(words.otherReader);
    throw fault(409);
  }
  return answer;
}

// Unconfirmed answers and drafts, in this device. Another reader's are left alone.
const QUEUE = "queue";
export const queue = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(QUEUE)) || {};
    } catch {
      return {};
    }
  },
  mine() {
    const all = Object.entries(this.read()).filter(([, entry]) => entry.reader === reader.mark || entry.reader === "");
    return all.sort((a, b) => a[1].at - b[1].at);
  },
  write(all) {
    try {
      localStorage.setItem(QUEUE, JSON.stringify(all));
    } catch {
      /* full or forbidden: the page holds the text */
    }
    if (!waiting()) away();
  },
  set(key, entry) {
    this.write({ ...this.read(), [key]: entry });
  },
  // stop: kept, not sent before its item is opened again
  put(kind, path, body, stop, more) {
    const how = kind === "draft" ? asDraft(path) : { action: path, method: "POST", fragment: "item", ...more };
    const key = `${kind}:${reader.mark}${path}`;
    const entry = { ...how, body: String(body), at: Date.now(), reader: reader.mark, stop };
    const all = this.read();
    const old = all[key]; // of another tab: what it says differently stays
    if (kind === "draft" && old && typedOf(old) !== typedOf(entry)) all[`${key}#${old.at}`] = old;
    this.write({ ...all, [key]: entry });
    return [key, entry];
  },
  drop(test) {
    const all = this.read();
    for (const [key, entry] of this.mine()) if (test(entry)) delete all[key];
    this.write(all);
  },
};
export const asDraft = (path) => ({ action: `${path}/draft`, method: "PUT", fragment: "draft" });
export const placeOf = (entry) => entry.action.replace(/\/draft$/, "");
export const match = (fragment, path, test) => (entry) => entry.fragment === fragment && placeOf(entry) === path && test(entry);

// How each kind of entry is sent; a page leaves what it cannot send to another page.
export const senders = { draft: passDraft };
export const waiting = () => queue.mine().filter(([, entry]) => !entry.stop && senders[entry.fragment]).length;

// No network, or the page is the copy that the device kept.
export const cut = () => navigator.onLine === false || "kept" in document.body.dataset;
export function away(status) {
  const n = waiting();
  const lesson = cut() && document.querySelector(".lesson");
  net.hidden = !n && !reader.other && !lesson;
  if (reader.other) net.textContent = words.otherReader;
  else if (n && !lesson) net.textContent = status ? (status === 401 && words.signedOut) || words.failed : say("offline", { n });
  else if (lesson) net.textContent = words.noLine;
  net.classList.toggle("is-quiet", Boolean(lesson) && !reader.other);
}
addEventListener("nonet", () => {
  const n = waiting();
  const text = say("offline", { n });
  net.textContent = n ? text : text.split(":")[0];
  net.hidden = false;
  net.classList.remove("is-quiet");
  announce(net.textContent);
  setTimeout(away, 8000);
});

// Drafts
const drafts = new WeakMap(); // at: of its entry; no: refused text; ours: its text follows upon this page's
const ours = new Set(); // entries of such forms, by their time
const revisions = new Map(); // of an item: what a save of this page followed upon → what it became
function became(path, base, revision) {
  revisions.delete(`${path} ${revision}`); // the newest: with another try they begin anew
  if (base !== revision) revisions.set(`${path} ${base}`, revision);
}
function newest(path, base) {
  while (revisions.has(`${path} ${base}`)) base = revisions.get(`${path} ${base}`);
  return base;
}
export const state = (form) => {
  if (!drafts.has(form)) drafts.set(form, { base: form.dataset.base, sent: typed(form), timer: 0 });
  return drafts.get(form);
};
export function told(form, text) {
  const line = form.querySelector("[data-save]");
  if (line && text !== undefined && line.textContent !== text) line.textContent = text;
}
function draftBody(form) {
  const body = encode(form);
  body.delete("do");
  body.delete("asked");
  body.set("base", state(form).ours ? newest(pathOf(form), state(form).base) : state(form).base);
  return body;
}
export function keepDraft(form, stop) {
  const draft = state(form);
  queue.drop(match("draft", pathOf(form), (entry) => entry.at === draft.at));
  draft.at = queue.put("draft", pathOf(form), draftBody(form), stop)[1].at;
  if (draft.ours) ours.add(draft.at);
}
export const unsaved = (form) => {
  const draft = drafts.get(form);
  return draft && !draft.answered && ![draft.sent, draft.no].includes(typed(form));
};

// One save of an item at a time, wherever it stands: two under way could come in the wrong order.
const flights = new Map(); // path → the save under way
const landed = (path) => flights.get(path)?.then((error) => landed(path) || error);

// Returns the fault. Tells the page by an event `saved` on the form, its detail the answer.
export async function saveDraft(form) {
  const draft = state(form);
  const path = pathOf(form);
  const before = landed(path);
  if (before) return (draft.next ||= follow(form, before));
  clearTimeout(draft.timer);
  const now = typed(form);
  if (draft.answered || [draft.sent, draft.no].includes(now) || !form.isConnected) return;
  const flight = send(form, draft, path, now);
  flights.set(path, flight);
  try {
    return await flight;
  } finally {
    flights.delete(path);
  }
}
// What was typed while a save was under way is saved right after it; of an item that was left
// meanwhile, by what the device kept.
async function follow(form, before) {
  const draft = state(form);
  const error = await before;
  draft.next = null;
  if (error && !final(error)) return error;
  if (form.isConnected) return saveDraft(form);
  return unsaved(form) ? drain() : undefined;
}
async function send(form, draft, path, now) {
  told(form, words.saving);
  const at = draft.at;
  const body = draftBody(form);
  draft.ours = true;
  try {
    const answer = await ask(`${path}/draft`, {
      method: "PUT",
      fragment: "draft",
      body,
      keepalive: `${body}`.length < 60000, // leaves while the page goes
    });
    if (!answer.ok) throw fault(answer.status);
    const reply = await answer.json();
    draft.sent = now;
    draft.wait = 0;
    queue.drop(match("draft", path, (entry) => entry.at === at || typedOf(entry) === now));
    draft.base = String(reply.revision);
    became(path, body.get("base"), draft.base);
    if (!draft.answered) told(form, reply.conflict ? words.conflict : say("saved", { time: reply.saved }));
    form.dispatchEvent(new CustomEvent("saved", { bubbles: true, detail: reply }));
    if (waiting()) retry(200); // there is a line
  } catch (error) {
    if (draft.answered) return;
    const stop = final(error) && !reader.other;
    keepDraft(form, stop);
    told(form, reader.other ? words.otherReader : words.failed);
    if (reader.other) away(409);
    else if (stop) {
      draft.no = now;
      form.dispatchEvent(new CustomEvent("refused", { bubbles: true, detail: error }));
    } else {
      away(error.status);
      draft.wait = Math.min((draft.wait || 2500) * 2, 60000);
      draft.timer = setTimeout(saveDraft, jitter(draft.wait), form);
    }
    return error;
  }
}
export function later(form, ms = 1400) {
  const draft = state(form);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(saveDraft, jitter(ms), form);
}
// The page may be going. Each is on the device before it is sent.
export function flush() {
  return Promise.all(
    forms().filter(unsaved).map((form) => {
      keepDraft(form);
      return saveDraft(form);
    }),
  );
}

// Retries
let wait = 4000;
let timer = 0;
let sending = false;
const troubles = []; // what a page does when sending failed
export const onTrouble = (act) => troubles.push(act);
export function retry(ms = wait) {
  clearTimeout(timer);
  if (waiting() && !reader.other) timer = setTimeout(drain, jitter(ms));
}
export async function drain() {
  if (sending || reader.other) return;
  sending = true;
  try {
    for (const [key] of queue.mine()) {
      const entry = queue.read()[key]; // it may have changed or gone meanwhile
      if (entry && !entry.stop) await senders[entry.fragment]?.([key, entry]);
    }
    wait = 4000;
    if (!net.hidden) {
      away();
      if (net.hidden) announce(words.sent);
    }
    retry(); // what was kept meanwhile
  } catch (error) {
    for (const act of troubles) act(error);
    away(error.status);
    retry();
    wait = Math.min(wait * 2, 120000);
  } finally {
    sending = false;
  }
}
// The answer to an entry that was sent.
export async function post(entry) {
  const body = new URLSearchParams(entry.body);
  body.set("csrf", document.querySelector("[name=csrf]").value);
  const answer = await ask(entry.action, { method: entry.method, fragment: entry.fragment, body });
  const error = fault(answer.status);
  if (!answer.ok && !final(error)) throw error;
  return answer;
}
const dropped = (entry) => queue.drop(match("draft", placeOf(entry), (one) => one.at === entry.at));
async function passDraft([key, entry]) {
  const path = placeOf(entry);
  const before = landed(path);
  if (before) {
    await before;
    const kept = queue.read()[key];
    return kept && passDraft([key, kept]);
  }
  const form = formAt(path);
  const draft = form && state(form);
  if (draft?.flying) return;
  // The form that shows it saves it: it knows the revision.
  if (draft && !draft.answered && (entry.at === draft.at || typedOf(entry) === typed(form))) {
    if (typed(form) === draft.sent) return dropped(entry);
    const error = await saveDraft(form);
    if (error && (reader.other || !final(error))) throw error;
    return;
  }
  const flight = passOn(key, entry, form);
  flights.set(path, flight.catch(() => {}));
  try {
    await flight;
  } finally {
    flights.delete(path);
  }
}
async function passOn(key, entry, form) {
  const path = placeOf(entry);
  const draft = form && state(form);
  const body = new URLSearchParams(entry.body);
  if (ours.has(entry.at)) body.set("base", newest(path, body.get("base")));
  const answer = await post({ ...entry, body: String(body) });
  if (answer.ok) {
    const reply = await answer.json();
    if (ours.has(entry.at)) became(path, body.get("base"), String(reply.revision));
    dispatchEvent(new CustomEvent("passed", { detail: { path, entry, reply } }));
    if (draft && !draft.answered) {
      Object.assign(draft, { base: String(reply.revision), sent: typedOf(entry) }); // what is in view is newer
      later(form, 200);
    }
    return dropped(entry);
  }
  // A sitting that is over keeps late text aside: there is nothing left to send.
  if (answer.status === 409 && path.startsWith("/sittings/")) return dropped(entry);
  if (![409, 422].includes(answer.status)) {
    announce(words.failed);
    if (form) told(form, words.failed);
  }
  queue.set(key, { ...entry, stop: true });
}

// What the device kept of this form stands in it again.
export function recall(form) {
  const draft = state(form);
  for (const [key, entry] of queue.mine()) {
    const kept = new URLSearchParams(entry.body);
    if (placeOf(entry) !== pathOf(form) || +kept.get("attempt") < +(form.elements.attempt?.value || 0)) continue;
    restore(form, kept);
    draft.at = entry.at;
    draft.ours = true;
    draft.base = (typed(form) !== draft.sent && kept.get("base")) || form.dataset.base;
    draft.answered = entry.fragment === "item";
    if (draft.answered) told(form, cut() ? words.queued : words.sending);
    if (entry.stop) queue.set(key, { ...entry, stop: false });
  }
}
export function restore(form, kept) {
  for (const field of form.elements) {
    if (!field.name || OURS.has(field.name) || field.type === "hidden") continue;
    const values = kept.getAll(field.name);
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else if (values.length && (!field.options || [...field.options].some((one) => one.value === values[0])))
      field.value = values[0];
  }
}

document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("form[data-item], form[data-draft]");
  if (form && drafts.has(form) && event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) later(form, 150);
});
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
addEventListener("pagehide", flush);
addEventListener("online", () => {
  wait = 4000;
  delete document.body.dataset.kept;
  away();
  drain();
});
