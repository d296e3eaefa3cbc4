// The live page of an assignment: asked for again while it is seen, and brought up to date in
// place: what has not changed stays as it is, with the reader's place, focus and selection.
// Without this script the page is as it was when it was opened, with a link to refresh it.
const EVERY = 12000;
const LONGEST = 60000; // between two tries while the server does not answer

const words = document.getElementById("live-words").dataset;
const view = document.getElementById("live-view");
const pause = document.querySelector("[data-pause]");
let waiting = 0;
let fails = 0;
let asking = null;
let stopped = false; // by the reader
let over = "over" in view.dataset;

const keyOf = (node) => (node.nodeType === 1 ? node.dataset.key : undefined);
const alike = (old, now) => old.nodeType === now.nodeType && old.nodeName === now.nodeName && keyOf(old) === keyOf(now);

// Make the old node what the new one is, changing as little as can be.
function follow(old, now) {
  if (old.isEqualNode(now)) return;
  if (old.nodeType !== 1) {
    old.data = now.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    // what the reader has opened stays open
    if (!now.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  }
  for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const keyed = new Map([...old.children].filter(keyOf).map((one) => [keyOf(one), one]));
  let at = old.firstChild;
  for (const next of [...now.childNodes]) {
    const known = keyOf(next) && keyed.get(keyOf(next));
    if (known && known !== at) old.insertBefore(known, at);
    else if (!(at && (known || (!keyOf(at) && alike(at, next))))) {
      old.insertBefore(next, at);
      continue;
    }
    const here = known || at;
    at = here.nextSibling;
    follow(here, next);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function tell(text, stale) {
  const line = view.querySelector(".live-at");
  line.textContent = text.replace("{at}", line.dataset.at);
  line.classList.toggle("is-stale", stale);
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("live-view");
  if (!fresh) throw new TypeError("not the page asked for");
  const focused = view.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  follow(view, fresh);
  if (focused && !view.contains(document.activeElement)) {
    [...view.querySelectorAll("a[href]")]
      .find((one) => one.getAttribute("href") === focused)
      ?.focus({ preventScroll: true });
  }
  over = "over" in view.dataset;
}

function next(ms = EVERY) {
  clearTimeout(waiting);
  if (over || stopped || document.visibilityState === "hidden") return;
  waiting = setTimeout(ask, ms * (0.9 + Math.random() * 0.2));
}

async function ask() {
  clearTimeout(waiting);
  if (asking || over || stopped) return;
  asking = new AbortController();
  const limit = setTimeout(() => asking.abort(), 20000);
  try {
    const answer = await fetch(location.href, { headers: { "X-Fragment": "live" }, signal: asking.signal, cache: "no-store" });
    if ([401, 403, 404].includes(answer.status)) {
      over = true;
      return tell(words.gone, true);
    }
    if (!answer.ok) throw new TypeError(`status ${answer.status}`);
    const html = await answer.text();
    if (stopped) return;
    show(html);
    fails = 0;
  } catch {
    fails += 1;
    if (!stopped) tell(words.stale, true);
  } finally {
    clearTimeout(limit);
    asking = null;
    next(Math.min(LONGEST, EVERY * 2 ** Math.max(0, fails - 1)));
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") ask();
  else clearTimeout(waiting);
});
addEventListener("online", ask);
pause.hidden = over;
pause.addEventListener("click", () => {
  stopped = !stopped;
  pause.textContent = stopped ? words.goOn : words.pause;
  if (stopped) tell(words.paused, false);
  else ask();
});
next();
