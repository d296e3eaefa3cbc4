// How many boxes of a name are ticked in a form, told while they are being ticked.
for (const told of document.querySelectorAll("[data-counts]")) {
  const form = told.closest("form");
  const tell = () => {
    const n = form.querySelectorAll(`input[name="${told.dataset.counts}"]:checked`).length;
    told.textContent = told.dataset.words.replace("#", n);
    told.hidden = n === 0;
  };
  form.addEventListener("change", tell);
  tell(); // a browser that comes back keeps what was ticked
}
