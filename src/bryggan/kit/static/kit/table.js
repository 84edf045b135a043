// Marking rows in a list: the box in the heading, Shift for a range, and the bar that says how many.
// The listeners stand on the document, so rows that htmx has fetched work like the first ones.
let lastMarked = null;

const rowBoxes = (list) => [...list.querySelectorAll(".mark-row")];

const refresh = (list) => {
  const boxes = rowBoxes(list);
  const marked = boxes.filter((box) => box.checked).length;
  const all = list.querySelector(".mark-all");
  if (all) {
    all.checked = marked > 0 && marked === boxes.length;
    all.indeterminate = marked > 0 && marked < boxes.length;
  }
  const bar = list.querySelector(".marked-bar");
  if (!bar) return;
  const words = marked === 1 ? bar.dataset.one : bar.dataset.many;
  const text = words.replace("{n}", String(marked));
  bar.classList.toggle("has-marked", marked > 0);
  const total = bar.querySelector(".total");
  const status = list.querySelector("[data-marked-status]");
  if (total) total.textContent = text;
  if (status && status.textContent !== text) status.textContent = text;
};

const markRange = (list, from, to, checked) => {
  const boxes = rowBoxes(list);
  const [start, end] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
  if (start < 0) return;
  for (const box of boxes.slice(start, end + 1)) box.checked = checked;
};

document.addEventListener("click", (event) => {
  const list = event.target.closest("[data-marking]");
  if (!list) return;
  if (event.target.matches(".mark-all")) {
    for (const box of rowBoxes(list)) box.checked = event.target.checked;
    refresh(list);
  } else if (event.target.matches(".mark-row")) {
    if (event.shiftKey && lastMarked?.isConnected) {
      markRange(list, lastMarked, event.target, event.target.checked);
    }
    lastMarked = event.target;
    refresh(list);
  } else if (event.target.closest("[data-unmark]")) {
    for (const box of rowBoxes(list)) box.checked = false;
    refresh(list);
    list.querySelector(".mark-all")?.focus();
  }
});

const refreshAll = () => document.querySelectorAll("[data-marking]").forEach(refresh);
document.addEventListener("htmx:afterSwap", refreshAll);
window.addEventListener("pageshow", refreshAll); // the browser restores boxes on "back"
refreshAll();
