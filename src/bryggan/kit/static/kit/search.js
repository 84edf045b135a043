// Search as one types: Ctrl+K (or Cmd+K) and "/" go to the field, arrow keys choose among the hits,
// Enter opens the chosen one, Escape closes. Combobox with a listbox, by the pattern of WAI-ARIA.
const field = document.querySelector("[data-search-field]");
const results = document.querySelector("[data-search-results]");
const said = document.querySelector("[data-search-status]");

const isWriting = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

const options = () => [...results.querySelectorAll("[role=option]")];
const chosen = () => results.querySelector("[aria-selected=true]");

const choose = (option) => {
  chosen()?.setAttribute("aria-selected", "false");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  } else {
    field.removeAttribute("aria-activedescendant");
  }
};

const close = () => {
  choose(null);
  results.replaceChildren();
  field.setAttribute("aria-expanded", "false");
};

const step = (move) => {
  const all = options();
  if (!all.length) return false;
  const here = all.indexOf(chosen());
  // Past either end nothing is chosen: one is back in the field.
  choose(all[here < 0 ? (move > 0 ? 0 : all.length - 1) : here + move]);
  return true;
};

if (field && results) {
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "search-list");

  document.addEventListener("keydown", (event) => {
    const isShortcut = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const isSlash = event.key === "/" && !isWriting(event.target);
    if (isShortcut || isSlash) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (step(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen().click();
    } else if (event.key === "Escape") {
      if (results.childElementCount) event.preventDefault(); // the first Escape keeps the words
      close();
    }
  });

  results.addEventListener("htmx:afterSwap", () => {
    if (document.activeElement !== field) return close(); // the answer came after one had left
    choose(null);
    field.setAttribute("aria-expanded", String(options().length > 0));
    said.textContent = results.querySelector("[data-said]")?.dataset.said ?? "";
  });

  const area = field.closest("form");
  document.addEventListener("click", (event) => {
    if (!area.contains(event.target)) close();
  });
  area.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !area.contains(event.relatedTarget)) close();
  });
}
