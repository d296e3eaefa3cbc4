// The form of an assignment: students found while typing, details that follow the kind chosen.
// Without it the search button asks the server, and the server lets the details follow.
const form = document.querySelector("[data-assignment-form]");
const find = form?.querySelector("[data-find]");

if (find) {
  form.querySelector("[data-find-button]").hidden = true;
  const rows = [...form.querySelectorAll("[data-findable]")];
  const narrow = () => {
    const wanted = find.value.trim().toLowerCase();
    for (const row of rows) {
      row.hidden = !(row.dataset.findable.includes(wanted) || row.querySelector("input").checked);
    }
  };
  find.addEventListener("input", narrow);
  find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

const held = (field) => (field.type === "checkbox" ? (field.checked ? "1" : "") : field.value);
const put = (field, value) => {
  if (field.type === "checkbox") field.checked = value === "1";
  else field.value = value;
};

const shown = form?.elements.namedItem("details_of");
form?.addEventListener("change", (event) => {
  if (event.target.name !== "mode" || shown.value === event.target.value) return;
  for (const field of form.querySelectorAll("[data-practice]")) {
    if (held(field) === field.dataset[shown.value]) put(field, field.dataset[event.target.value]);
  }
  shown.value = event.target.value;
});
