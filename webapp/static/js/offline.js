// The page about reading without a network, and the page where a page cannot come.
import { queue } from "./drafts.js";
import { able, fixedSize, keep, listKept, OtherReader, prune, register, removeAll } from "./keeping.js";

const here = document.querySelector("[data-about]");
const mark = document.body.dataset.reader || "";
const lang = document.documentElement.lang;
const $ = (name, from = here) => from.querySelector(`[data-${name}]`);

if (here) about();
else lost();

async function lost() {
  const page = document.querySelector("[data-lost]");
  let found = [];
  if (able) {
    const said = await caches.match("/who", { cacheName: "who" });
    const reader = said ? (await said.json()).reader || "" : "";
    found = [...(await listKept(reader))].filter(([path]) => path.startsWith("/lessons/"));
  }
  found.sort((a, b) => a[1].title.localeCompare(b[1].title, "kk", { numeric: true }));
  for (const [path, { title }] of found) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { href: path, textContent: title }));
    $("found-list", page).append(line);
  }
  $("found", page).hidden = !found.length;
  $("nothing", page).hidden = found.length > 0;
}

function about() {
  if (!able) {
    $("unable").hidden = false;
    return;
  }
  register().catch(() => {});
  $("state").hidden = false;
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), here.dataset[key]);
  const lessons = [...here.querySelectorAll("[data-lesson]")];
  const sets = [...here.querySelectorAll("[data-set]")];
  const pagesOf = (set) =>
    Array.from({ length: +set.dataset.count }, (_, at) => `/sittings/${set.dataset.set}/${at + 1}`).concat(`/sittings/${set.dataset.set}/finish`);
  const all = ["/", "/offline", ...sets.flatMap(pagesOf), ...lessons.map((one) => one.dataset.lesson)];
  const tell = (text) => ($("said").textContent = text);
  const fact = (name, text) => {
    const place = here.querySelector(`[data-fact="${name}"]`);
    if (place) place.textContent = text;
  };
  let work = null;

  async function show() {
    const kept = await listKept(mark, true);
    const there = (one) => kept.has(decodeURI(one.dataset.lesson));
    const whole = (one) => pagesOf(one).every((path) => kept.has(path));
    for (const [rows, test] of [[lessons, there], [sets, whole]])
      for (const one of rows) {
        const sign = $("mark", one);
        sign.textContent = test(one) ? say("kept") : say("notKept");
        sign.classList.toggle("is-kept", test(one));
      }
    const n = lessons.filter(there).length;
    fact("lessons", say("keptLessons", { n, all: lessons.length }));
    fact("sets", say("keptSets", { n: sets.filter(whole).length, all: sets.length }));
    let size = kept.size ? await fixedSize() : 0;
    for (const page of kept.values()) size += page.size;
    const number = new Intl.NumberFormat(lang === "en" ? "en" : "ru", { maximumFractionDigits: 1 });
    fact("size", say("size", { n: number.format(size / 1e6) }));
    const at = Math.max(0, ...[...kept.values()].map((page) => page.at));
    fact("updated", at ? moment(new Date(at)) : say("never"));
    const unsent = queue.mine().length;
    fact("unsent", unsent ? say("unsent", { n: unsent }) : say("noneUnsent"));
    const missing = all.some((path) => !kept.has(decodeURI(path)));
    $("keep").textContent = say(!n ? "start" : missing ? "goOn" : "renew");
    $("keep").classList.toggle("quiet", !missing);
    $("remove").hidden = $("remove-note").hidden = !kept.size;
    return kept;
  }
  function moment(at) {
    const two = (n) => String(n).padStart(2, "0");
    return `${two(at.getDate())}.${two(at.getMonth() + 1)}.${at.getFullYear()}, ${two(at.getHours())}:${two(at.getMinutes())}`;
  }

  $("keep").addEventListener("click", async () => {
    if (work) return;
    work = new AbortController();
    const kept = await listKept(mark);
    const missing = all.filter((path) => !kept.has(decodeURI(path)));
    const wanted = missing.length ? missing : all;
    const from = all.length - wanted.length;
    const bar = $("progress");
    const shown = (n) => {
      bar.value = from + n;
      tell(say("fetching", { n: from + n, all: all.length }));
    };
    Object.assign(bar, { max: all.length, hidden: false });
    shown(0);
    $("stop").hidden = false;
    $("keep").setAttribute("aria-disabled", "true");
    try {
      await keep(wanted, { mark, lang, signal: work.signal, step: shown });
      tell(say("done"));
      localStorage.setItem("refreshed", Date.now());
    } catch (error) {
      const left = await listKept(mark).catch(() => new Map());
      const n = lessons.filter((one) => left.has(decodeURI(one.dataset.lesson))).length;
      if (error instanceof OtherReader) tell(say("other"));
      else if (error.name === "QuotaExceededError") tell(say("full"));
      else if (error.name === "AbortError") tell(say("stopped", { n }));
      else tell(say("noNetwork"));
    }
    work = null;
    bar.hidden = true;
    $("stop").hidden = true;
    $("keep").removeAttribute("aria-disabled");
    show();
  });
  $("stop").addEventListener("click", () => work?.abort());
  $("remove").addEventListener("click", async () => {
    work?.abort();
    await removeAll();
    localStorage.removeItem("refreshed");
    await show();
    tell(say("removed"));
  });
  (document.body.dataset.kept ? Promise.resolve() : prune(mark, all)).then(show);
  addEventListener("storage", show);
  addEventListener("sent", show);
  navigator.serviceWorker.addEventListener("message", show);
}
