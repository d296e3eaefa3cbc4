// The service worker: what was kept on the device is shown when there is no network. The server
// puts BUILD, FEW and ALL before this text (webapp/service_worker.py).
// Kept pages lie in a cache named by their reader; exams, pages of teaching and whatever is sent
// are never kept here.
const FIXED = `fixed-${BUILD}`;
const LOST = "/offline/lost";
const CARDS = "/offline/cards"; // of terms and norms, all in one
const PATIENCE = 4000; // ms that a kept page lets the network come first
const NEVER = /^\/(teach|api|groups|assignments|notices|calendar|join|welcome|reset|sign-|account|my-data|progress)/;
const pages = (mark) => `pages-${mark}`;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

addEventListener("install", (event) => {
  const work = async () => {
    const kept = (await caches.keys()).some((name) => name.startsWith("pages-"));
    const cache = await caches.open(FIXED);
    await cache.addAll(kept ? ALL : FEW);
    await layLost();
    if (kept) await layCards();
    await skipWaiting();
  };
  event.waitUntil(work());
});
addEventListener("activate", (event) => {
  const work = async () => {
    for (const name of await caches.keys()) if (name.startsWith("fixed-") && name !== FIXED) await caches.delete(name);
    await registration.navigationPreload?.enable();
    await clients.claim();
  };
  event.waitUntil(work());
});

// The page for when there is nothing else: the same for everyone, in the language read last.
async function layLost() {
  const cache = await caches.open(FIXED);
  await cache.add(new Request(LOST, { cache: "reload" }));
}
async function layCards() {
  const cache = await caches.open(FIXED);
  await cache.add(new Request(CARDS, { cache: "no-cache" }));
}
async function card(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const all = await caches.match(CARDS, { cacheName: FIXED });
    const html = all && (await all.json())[path];
    if (!html) throw error;
    return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
  }
}

// Who reads here, as the newest page from the server says.
const WHO = "who";
async function who() {
  const said = await caches.match("/who", { cacheName: WHO });
  return said ? said.json() : {};
}
async function meet(reader, lang) {
  const last = await who();
  if (last.reader === reader && last.lang === lang) return;
  if (last.reader !== reader) await hand(last.reader, reader);
  const cache = await caches.open(WHO);
  await cache.put("/who", new Response(JSON.stringify({ reader, lang }))); // last: what was cut short is done again
  if (last.lang === lang) return;
  await layLost();
  if (await caches.match(CARDS, { cacheName: FIXED })) await layCards();
}
// A stranger's pages hold nothing personal and go on to whom the stranger becomes. Another's go.
async function hand(from, to) {
  if (!from && to && (await caches.has(pages("")))) {
    const [old, own] = [await caches.open(pages("")), await caches.open(pages(to))];
    const move = async (request) => {
      const [mine, page] = [await own.match(request), await old.match(request)];
      if (!mine && page) await own.put(request, page);
    };
    await Promise.all((await old.keys()).map(move));
  }
  await forget(pages(to));
  for (const client of await clients.matchAll({ includeUncontrolled: true })) client.postMessage("kept");
}
async function forget(but) {
  for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== but) await caches.delete(name);
}

const find = async (path) => caches.match(path, { cacheName: pages((await who()).reader || "") });
const isPage = (answer) => answer.ok && !answer.redirected && answer.headers.get("content-type")?.startsWith("text/html");

// A page came from the server: it says who reads, and takes the place of its kept copy.
async function learn(answer, path) {
  const html = await answer.text();
  const reader = /<body[^>]* data-reader="([^"]*)"/.exec(html)?.[1];
  if (reader === undefined) return;
  await meet(reader, /<html lang="(\w+)"/.exec(html)?.[1] || "");
  if (!path || !(await caches.has(pages(reader)))) return;
  const cache = await caches.open(pages(reader));
  if (/^\/lessons\/[^/]+$/.test(path) || (await cache.match(path))) await cache.put(path, copy(html, answer.headers));
}
function copy(html, from) {
  const title = /<title>([^<]*)</.exec(html)?.[1].split(" · ")[0] || "";
  const headers = { "content-type": "text/html; charset=utf-8", "x-kept-at": String(Date.now()), "x-title": encodeURIComponent(title) };
  if (from.get("etag")) headers.etag = from.get("etag");
  for (const name of ["content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "permissions-policy"])
    if (from.get(name)) headers[name] = from.get(name);
  return new Response(html, { headers });
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const path = url.pathname;
  if (request.method !== "GET") {
    if (/^\/sign-out/.test(path) && navigator.onLine !== false) event.waitUntil(forget());
    const answered = request.method === "POST" && /^(\/lessons\/[^/]+)\/items\/[^/]+$/.exec(path);
    if (answered) event.waitUntil(outdated(answered[1]));
  } else if (path.startsWith("/static/")) {
    event.respondWith(fixed(request));
  } else if (request.headers.get("x-fragment") === "card") {
    event.respondWith(card(request, decodeURI(path)));
  } else if (request.mode === "navigate") {
    event.respondWith(visit(event, path, !url.search));
  }
});

// Style, scripts and fonts: their address changes with them. An older kept page is given today's.
async function fixed(request) {
  const cache = await caches.open(FIXED);
  const found = await cache.match(request);
  if (found) return found;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.get("cache-control")?.includes("immutable")) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const other = await cache.match(request, { ignoreSearch: true });
    if (other) return other;
    throw error;
  }
}

// The network first. What is kept comes when it fails, or does not answer in time.
async function visit(event, path, plain) {
  const fresh = ask(event, plain && path);
  fresh.catch(() => {});
  const kept = plain && !NEVER.test(path) ? await find(path) : undefined;
  try {
    const answer = await (kept && !path.startsWith("/sittings/") ? Promise.race([fresh, pause(PATIENCE)]) : fresh);
    if (!kept || (answer && ![502, 503, 504].includes(answer.status))) return answer;
  } catch {
    if (!kept && path.startsWith("/sittings/")) return Response.error(); // an exam minds its own line
  }
  return kept ? told(kept) : (await caches.match(LOST, { cacheName: FIXED })) || Response.error();
}
async function ask(event, path) {
  const answer = (await event.preloadResponse) || (await fetch(event.request));
  if (isPage(answer)) {
    const seen = answer.clone();
    event.waitUntil(learn(seen, path && !NEVER.test(path) ? path : "").catch(() => {}));
  }
  return answer;
}
// The page knows that it is a copy, and how old.
async function told(kept) {
  const html = await kept.text();
  return new Response(html.replace("<body ", `<body data-kept="${kept.headers.get("x-kept-at")}" `), { headers: kept.headers });
}

// An item was answered: the kept lesson is asked for again, once for several answers.
const changed = new Map();
async function outdated(path) {
  const turn = {};
  changed.set(path, turn);
  await pause(5000);
  if (changed.get(path) !== turn || !(await find(path))) return;
  changed.delete(path);
  const answer = await fetch(path, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer && isPage(answer)) await learn(answer, path);
}

// From our pages: lay by all files that kept pages need; whose pages they are; a lesson has changed.
addEventListener("message", (event) => {
  const { reader, lang, changed: path } = event.data;
  if (path) event.waitUntil(outdated(path));
  if (reader === undefined) return;
  const work = async () => {
    const cache = await caches.open(FIXED);
    for (const file of ALL) if (!(await cache.match(file))) await cache.add(file);
    await layCards();
    await meet(reader, lang);
  };
  event.waitUntil(
    work().then(
      () => event.ports[0].postMessage({ done: true }),
      () => event.ports[0].postMessage({ done: false }),
    ),
  );
});
