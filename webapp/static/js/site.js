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
