// Loaded in the head as a plain script: the chosen theme must be known before the first paint.
(() => {
  "use strict";
  const root = document.documentElement;
  const key = "bryggan-theme";

  const chosen = () => {
    try {
      return localStorage.getItem(key) || "auto";
    } catch {
      return "auto"; // storage can be forbidden by the organisation's browser policy
    }
  };

  const show = (choice) => {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  };

  root.classList.add("js");
  show(chosen());

  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-theme-choices]")) group.hidden = false;
    show(chosen());
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    const choice = button.dataset.themeChoice;
    try {
      localStorage.setItem(key, choice);
    } catch {
      // the choice then lasts for this page
    }
    show(choice);
  });

  window.addEventListener("storage", (event) => {
    if (event.key === key) show(chosen());
  });
})();
