// Answering needs: choosing a reason fills in its ready text, and only what the answer asks for is shown.
// Text that somebody has changed is never thrown away: then the ready text is offered instead.
// In the desk one gets from row to row by the arrows, and on to the answer by Enter.
const form = document.querySelector("form[data-answer]");

const begin = () => {
  const reason = form.querySelector("[name=reason]");
  const text = form.querySelector("[name=text]");
  const use = form.querySelector("[data-use-ready]");
  const turns = [...form.querySelectorAll("[name=turn]")];
  const groups = [...reason.querySelectorAll("optgroup")];
  let filled = "";

  const chosen = () => reason.selectedOptions[0];
  const ready = () => chosen()?.dataset.text ?? "";
  const turnOf = () => turns.find((one) => one.checked)?.value ?? chosen()?.dataset.turn ?? "";

  const show = () => {
    for (const part of form.querySelectorAll("[data-for-turn]")) {
      part.hidden = !part.dataset.forTurn.split(" ").includes(turnOf());
    }
    use.hidden = !ready() || text.value === ready();
  };

  const fill = () => {
    if (text.value.trim() === "" || text.value === filled) {
      text.value = ready();
      filled = text.value;
    }
    show();
  };

  // With the turn chosen by itself, the list holds only the reasons of that turn.
  const narrow = () => {
    const turn = turns.find((one) => one.checked)?.value;
    if (!turn) return;
    reason.replaceChildren(reason.options[0], ...groups.filter((group) => group.querySelector(`[data-turn="${turn}"]`)));
    if (chosen()?.dataset.turn !== turn) reason.value = "";
  };

  reason.addEventListener("change", () => {
    fill();
  });
  for (const one of turns) {
    one.addEventListener("change", () => {
      narrow();
      fill();
    });
  }
  use.addEventListener("click", () => {
    text.value = ready();
    filled = text.value;
    show();
    text.focus();
  });
  text.addEventListener("input", show);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const send = form.querySelector("[name=gor][value=svara]") ?? form.querySelector(".form-foot .button");
    if (event.target.closest("#answer")) {
      event.preventDefault();
      send.click();
    }
  });

  for (const part of form.querySelectorAll(".no-script")) part.hidden = true;
  const all = form.querySelector(".mark-all");
  if (all) all.hidden = false;
  if (ready() && text.value === ready()) filled = text.value;
  narrow();
  show();
  form.addEventListener("keydown", (event) => move(event, reason));
};

const move = (event, reason) => {
  if (!event.target.matches(".mark-row")) return;
  const boxes = [...form.querySelectorAll(".mark-row")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    boxes[boxes.indexOf(event.target) + step]?.focus();
  } else if (event.key === "Enter" && !event.ctrlKey) {
    event.preventDefault();
    reason.focus();
  }
};

if (form) begin();
