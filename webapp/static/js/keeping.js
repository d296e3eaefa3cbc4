// Keeping pages of the course on this device, one after the other. What is kept is told by the
// cache alone, so that an interrupted keeping goes on where it stopped.
const pause = (ms, signal) =>
  new Promise((done, fail) => {
    if (signal?.aborted) return fail(new DOMException("", "AbortError"));
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", () => (clearTimeout(timer), fail(new DOMException("", "AbortError"))), { once: true });
  });
export const able = "serviceWorker" in navigator && "caches" in window;
export const register = () => navigator.serviceWorker.register("/sw.js");

// Path → { at, title, size } of the pages kept for a reader.
export async function listKept(mark, weigh = false) {
  const found = new Map();
  if (!able || !(await caches.has(`pages-${mark}`))) return found;
  const cache = await caches.open(`pages-${mark}`);
  for (const request of await cache.keys()) {
    const answer = await cache.match(request);
    if (!answer) continue;
    const title = decodeURIComponent(answer.headers.get("x-title") || "");
    const size = weigh ? (await answer.blob()).size : 0;
    found.set(decodeURI(new URL(request.url).pathname), { at: +answer.headers.get("x-kept-at"), title, size });
  }
  return found;
}
export async function fixedSize() {
  let size = 0;
  for (const name of (await caches.keys()).filter((one) => one.startsWith("fixed-"))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) size += (await (await cache.match(request)).blob()).size;
  }
  return size;
}

// The worker lays by style, scripts and fonts, and learns whose pages are kept.
async function prepare(mark, lang) {
  await register();
  const worker = (await navigator.serviceWorker.ready).active;
  const done = await new Promise((answer) => {
    const line = new MessageChannel();
    line.port1.onmessage = ({ data }) => answer(data.done);
    worker.postMessage({ reader: mark, lang }, [line.port2]);
    setTimeout(answer, 120000, false);
  });
  if (!done) throw new TypeError("files did not come");
}

export class OtherReader extends Error {}

// Fetch pages and keep them. `step(done, path)` is told after each. Raises AbortError, OtherReader,
// QuotaExceededError, or a TypeError when the network is gone.
export async function keep(paths, { mark, lang, signal, step = () => {} }) {
  await prepare(mark, lang);
  navigator.storage?.persist?.();
  const cache = await caches.open(`pages-${mark}`);
  let n = 0;
  for (const path of paths) {
    const old = await cache.match(path);
    for (let tries = 1; ; tries++) {
      const answer = await ask(path, old?.headers.get("etag"), signal);
      if (answer.status === 304) await cache.put(path, aged(old));
      else if (answer.ok && !answer.redirected) await lay(cache, path, answer, mark);
      else if ([429, 502, 503, 504].includes(answer.status) && tries < 4) {
        await pause(2000 * 2 ** tries, signal);
        continue;
      } else if (answer.redirected || answer.status < 500) await cache.delete(path); // there is no such page now
      else throw new TypeError(`status ${answer.status}`);
      break;
    }
    step(++n, path);
    await pause(120, signal); // others read too
  }
}
const ask = (path, etag, signal) =>
  fetch(path, { headers: { Accept: "text/html", ...(etag && { "If-None-Match": etag }) }, cache: "no-store", signal });
const aged = (old) => {
  const headers = new Headers(old.headers);
  headers.set("x-kept-at", String(Date.now()));
  return new Response(old.body, { headers });
};
async function lay(cache, path, answer, mark) {
  const html = await answer.text();
  if (/<body[^>]* data-reader="([^"]*)"/.exec(html)?.[1] !== mark) throw new OtherReader();
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "set-cookie", "vary"]) headers.delete(name);
  headers.set("x-kept-at", String(Date.now()));
  headers.set("x-title", encodeURIComponent(/<title>([^<]*)</.exec(html)?.[1].split(" · ")[0] || ""));
  await cache.put(path, new Response(html, { headers }));
}
// Everything kept for anyone goes from the device; what waits to be sent is not here and stays.
export async function removeAll() {
  for (const name of await caches.keys()) if (name.startsWith("pages-")) await caches.delete(name);
}
// Sets that have ended are not answered any more.
export async function prune(mark, paths) {
  const kept = await listKept(mark);
  const cache = kept.size && (await caches.open(`pages-${mark}`));
  for (const path of kept.keys()) if (path.startsWith("/sittings/") && !paths.includes(path)) await cache.delete(path);
}

// Once a day what is kept is asked for again; what has not changed is not sent again.
const DAY = 86400000;
export async function refresh(mark, lang) {
  const kept = await listKept(mark);
  const old = [...kept].filter(([, page]) => Date.now() - page.at > DAY).map(([path]) => path);
  if (old.length) await keep(old, { mark, lang });
}
