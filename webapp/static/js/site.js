// On every page: keys, the help window, small conveniences of forms. Nothing here is needed to
// read or to answer.
const root = document.documentElement;
const words = document.getElementById("words").dataset;
root.classList.add("js");

const keys = document.getElementById("keys");
const openKeys = () => keys.open || keys.showModal();
document.querySelector("[data-keys]")?.addEventListener("click", openKeys);
keys.addEventListener("click", (event) => event.target === keys && keys.close());

const typing = (element) =>
  element.closest("textarea, select, [contenteditable]") ||
  element.matches("input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "?") {
    event.preventDefault();
    openKeys();
  } else if (event.key === "/" && !document.querySelector("dialog:modal")) {
    event.preventDefault();
    const box = document.querySelector("input[type=search]");
    if (box) box.focus();
    else location.href = "/search";
  }
});

for (const input of document.querySelectorAll("[data-password]")) {
  const row = document.createElement("div");
  row.className = "with-reveal";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = words.show;
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? words.hide : words.show;
    button.setAttribute("aria-pressed", String(hidden));
  });
  input.replaceWith(row);
  row.append(input, button);
}

for (const input of document.querySelectorAll("[data-copyable]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = words.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    button.textContent = words.copied;
    document.getElementById("live").textContent = words.copied;
  });
  input.after(button);
}

const first = document.querySelector("[data-focus]");
if (first) first.focus();

// Without a network. The worker is asked for when the page is at rest, and never during an exam.
let kept = "kept" in document.body.dataset; // this page is the device's copy
const calm = !document.querySelector(".page-exam, .lesson");
const net = document.getElementById("net");
const line = () => {
  const gone = kept || navigator.onLine === false;
  if (!calm) return;
  net.textContent = gone ? words.copyShown : "";
  net.hidden = !gone;
  net.classList.toggle("is-quiet", gone);
};
function waits() {
  try {
    return /"id":/.test(localStorage.getItem("queue"));
  } catch {
    return false;
  }
}
async function rest() {
  if (kept) line();
  if (calm && waits()) (await import("./sending.js")).sendAll();
  if (!("serviceWorker" in navigator) || document.querySelector(".page-exam")) return;
  await navigator.serviceWorker.register("/sw.js");
  const last = +localStorage.getItem("refreshed");
  if (!last || Date.now() - last < 86400000 || navigator.onLine === false || navigator.connection?.saveData) return;
  localStorage.setItem("refreshed", Date.now());
  await (await import("./keeping.js")).refresh(document.body.dataset.reader, root.lang);
}
const begin = () => setTimeout(() => rest().catch(() => {}), 1500);
if (document.readyState === "complete") begin();
else addEventListener("load", begin);
addEventListener("offline", line);
addEventListener("online", () => {
  kept = false;
  line();
  if (calm && waits()) import("./sending.js").then((sending) => sending.sendAll());
});
