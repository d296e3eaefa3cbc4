// A preview: an answer is judged in its place, so that the others keep what was typed.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-preview]");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "item" } });
    if (![200, 422].includes(answer.status) || answer.redirected) throw new Error(answer.status);
  } catch {
    form.submit(); // the page itself says what is wrong
    return;
  }
  const made = document.createRange().createContextualFragment(await answer.text()).querySelector("[data-preview-item]");
  form.closest("[data-preview-item]").replaceWith(made);
  (made.querySelector("[data-result]") || made.querySelector(".asked-title")).focus();
});
