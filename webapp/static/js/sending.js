// Answers that waited for the network: sent together, each with an id of its own, so that it is
// taken once however often it comes. They lie in the queue of drafts.js (localStorage): written at
// once, before a page can go, and seen by every tab.
import { ask, fault, final, queue, reader, words } from "./drafts.js";

const MOST = 50;
const MOST_TEXT = 200000;

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // not an https page
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const ADDRESS = /^(?:\/sittings\/(\d+)|\/lessons\/[^/]+)\/items\/([^/]+)$/;
const OURS = new Set(["csrf", "attempt", "version", "do", "base"]);
function asSent(entry) {
  const form = {};
  const body = new URLSearchParams(entry.body);
  for (const [name, value] of body) if (!OURS.has(name)) (form[name] ||= []).push(value);
  const [, sitting, item] = ADDRESS.exec(entry.action);
  const attempt = +body.get("attempt") || 1;
  const answer = { id: entry.id, item: decodeURIComponent(item), version: body.get("version") || "", attempt, at: entry.at, form };
  if (entry.tried) answer.tried = true;
  if (sitting) answer.sitting = +sitting;
  return answer;
}

// Sends what waits, oldest first; leaves what `not` says of. Raises the fault when there is no
// network or the server cannot store: all stays in the queue.
export async function sendAnswers(not = () => false) {
  const all = { line: "", answers: [] };
  const lines = [];
  const mine = queue.mine().filter(([, entry]) => entry.id && !entry.stop && ADDRESS.test(entry.action) && !not(entry));
  while (mine.length) {
    const some = [];
    for (let size = 0; mine.length && some.length < MOST; ) {
      size += mine[0][1].body.length;
      if (some.length && size > MOST_TEXT) break;
      some.push(mine.shift());
    }
    for (const reply of await pass(some)) {
      if (reply.line) lines.push(reply.line);
      for (const answer of reply.answers) {
        const [, entry] = some.find(([, one]) => one.id === answer.id) || [];
        queue.drop((one) => one.id === answer.id);
        if (entry) all.answers.push({ ...answer, entry });
        const lesson = answer.href.replace(/#.*/, "");
        if (lesson.startsWith("/lessons/")) navigator.serviceWorker?.controller?.postMessage({ changed: lesson });
      }
    }
  }
  all.line = lines.join(" ");
  if (all.answers.length) dispatchEvent(new Event("sent"));
  return all;
}
async function pass(some) {
  const answer = await ask("/offline/answers", {
    method: "POST",
    fragment: "json",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": document.querySelector("[name=csrf]")?.value || "" },
    body: JSON.stringify({ answers: some.map(([, entry]) => asSent(entry)) }),
  });
  if (answer.ok) return [await answer.json()];
  if (!final(answer)) throw fault(answer.status);
  // What the server cannot read does not hold up the rest.
  if (some.length > 1) {
    const half = some.length >> 1;
    return [...(await pass(some.slice(0, half))), ...(await pass(some.slice(half)))];
  }
  const [key, entry] = some[0];
  queue.set(key, { ...entry, stop: true });
  return [];
}

// What a guest left here belongs to the account that took the guest's work over: the server knows.
export async function adopt() {
  if (!reader.mark) return false;
  const others = new Set(Object.values(queue.read()).map((entry) => entry.reader));
  let found = false;
  for (const mark of others) {
    const asked = `not:${reader.mark}:${mark}`;
    if (!mark || mark === reader.mark || sessionStorage.getItem(asked)) continue;
    const answer = await fetch("/offline/answers", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Fragment": "json", "X-Reader": mark },
      body: '{"answers":[]}',
    }).catch(() => null);
    if (answer?.status === 409) sessionStorage.setItem(asked, "yes");
    // whoever it is that is here now: only if it is the reader of this page
    if (!answer?.ok || answer.headers.get("X-Reader") !== reader.mark) continue;
    const all = queue.read();
    for (const [key, entry] of Object.entries(all)) {
      if (entry.reader !== mark) continue;
      delete all[key];
      let own = key.replace(mark, reader.mark);
      if (all[own]) own += `#${entry.at}`;
      all[own] = { ...entry, reader: reader.mark };
    }
    queue.write(all);
    found = true;
  }
  return found;
}

// Says what came of it, in a corner, until it is closed: links to the items.
export function report(line, answers) {
  if (!line) return;
  document.querySelector(".sent-note")?.remove();
  const note = document.createElement("aside");
  note.className = "sent-note";
  note.setAttribute("role", "status");
  const close = Object.assign(document.createElement("button"), { type: "button", className: "card-close", textContent: "×" });
  close.setAttribute("aria-label", words.close);
  close.addEventListener("click", () => note.remove());
  const list = document.createElement("ul");
  for (const { title, href, word, note: why } of answers.slice(0, 5)) {
    const row = document.createElement("li");
    row.append(href ? Object.assign(document.createElement("a"), { href, textContent: title }) : title, ` ${word}.`, why ? ` ${why}` : "");
    list.append(row);
  }
  if (answers.length > 5) {
    const row = document.createElement("li");
    row.append(Object.assign(document.createElement("a"), { href: "/offline#sent", textContent: "…" }));
    list.append(row);
  }
  note.append(close, Object.assign(document.createElement("p"), { textContent: line }), list);
  document.body.append(note);
}

// On pages that have no items of their own.
export async function sendAll() {
  try {
    await adopt();
    const { line, answers } = await sendAnswers();
    report(line, answers);
  } catch {
    // the next page, or when the network returns
  }
}
