// Items: answers in place, drafts, a queue, keys. Without it they are plain forms.
import { choose, equip, isStep } from "./answering.js";
import { adopt, report, sendAnswers, uuid } from "./sending.js";
import {
  announce, asDraft, away, cut, drain, encode, fault, final, formAt, forms, keepDraft, later, match, onTrouble, pathOf,
  placeOf, post, queue, reader, recall, retry, senders, state, told, typed, typedOf, waiting, words,
} from "./drafts.js";

const itemOf = (element) => element?.closest?.(".item");
const formOf = (item) => item.querySelector("form[data-item]");

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
  const tried = navigator.onLine !== false;
  const put = queue.put("answer", path, body, false, { id: uuid(), tried });
  queue.drop(match("draft", path, () => true));
  try {
    if (!tried) throw fault();
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
  told(form, reader.other ? words.otherReader : status ? words.failed : words.queued);
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

// What had to wait goes by the way that takes each answer once, whenever it comes.
senders.item = async (one) => (one[1].id ? sendWaiting() : pass(one));
senders.check = sendWaiting;
async function sendWaiting() {
  const { line, answers } = await sendAnswers((entry) => {
    const form = formAt(placeOf(entry));
    return form && state(form).flying;
  });
  for (const { entry } of answers) await renew(entry);
  report(line, answers);
}
// The item in view as the server has it now.
async function renew(entry) {
  const path = placeOf(entry);
  const form = formAt(path);
  if (!form) return;
  const draft = state(form);
  Object.assign(draft, { answered: false, sent: typedOf(entry), at: undefined });
  if (typed(form) !== typedOf(entry)) keepDraft(form); // typed since
  try {
    const answer = await fetch(path, { headers: { "X-Fragment": "item" } });
    const made = answer.ok && block(await answer.text());
    if (made && form.isConnected) show(itemOf(form), made, false);
  } catch {
    told(form, words.sent);
  }
}
onTrouble((error) => {
  for (const form of forms()) if (state(form).answered) unsent(form, error);
});
async function pass([, entry], move = false) {
  const path = placeOf(entry);
  const form = formAt(path);
  const draft = form && state(form);
  if (draft?.flying && !move) return;
  const answer = await post(entry);
  const hard = ![200, 409, 422].includes(answer.status);
  if (hard) {
    announce(words.failed);
    if (form) told(form, words.failed);
  }
  const made = hard ? null : block(await answer.text());
  if (answer.ok && !made) throw fault(answer.status);
  queue.drop(match("item", path, (one) => one.at === entry.at));
  const body = new URLSearchParams(entry.body);
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
  recall(form);
  equip(form);
}

// Blocks come and go.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-item]")) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-item]");
  if (form && !(isStep(event) && event.target.value)) later(form);
});
document.addEventListener("click", async (event) => {
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
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return;
  const field = event.target;
  const choosing = field.matches("[type=radio], [type=checkbox]");
  if (!choosing && field.matches("input, textarea, select")) return;
  if (/^[1-9]$/.test(event.key)) {
    if (choose(nearest(), event.key)) event.preventDefault();
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

for (const item of document.querySelectorAll(".item")) prepare(item);
addEventListener("offline", () => away());
if (cut()) away();
if (waiting()) drain();
adopt().then((found) => found && drain());
