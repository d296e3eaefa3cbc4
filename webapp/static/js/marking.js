// Marking by keyboard: a figure chooses the level with that many points and goes on to the next
// criterion, Enter saves. Without this script the form works as any other.
const form = document.querySelector("[data-marking]");

if (form) {
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const save = form.querySelector("[data-save-mark]");
  const radios = (criterion) => [...criterion.querySelectorAll("input[type=radio]")];
  const chosen = (criterion) => radios(criterion).some((one) => one.checked);

  const current = () =>
    document.activeElement.closest("[data-criterion]") ||
    criteria.find((one) => !chosen(one)) ||
    criteria[0];

  const enter = (criterion) => {
    const all = radios(criterion);
    (all.find((one) => one.checked) || all[0]).focus();
  };

  const typing = (element) => element.matches("textarea, input:not([type=radio], [type=checkbox])");

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing || document.querySelector("dialog:modal")) return;
    const at = event.target;
    if (event.key === "Enter") {
      const own = at.closest("button, a, summary") || at.matches("textarea");
      if (own && !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit(save);
    } else if (/^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !typing(at)) {
      const criterion = current();
      const level = criterion && radios(criterion).find((one) => one.value === event.key);
      if (!level) return;
      event.preventDefault();
      level.checked = true;
      const next = criteria[criteria.indexOf(criterion) + 1];
      if (next) enter(next);
      else save.focus();
    }
  });

  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    save.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    sent = false;
    save.removeAttribute("aria-disabled");
  });

  const told = document.querySelector("[data-focus], .field-error");
  // beside the answer only: on a phone the answer is read first
  if (!told && criteria.length && matchMedia("(min-width: 62rem)").matches) enter(criteria.find((one) => !chosen(one)) || criteria[0]);
}
