// The map begins at its largest hub, or at its centre, and can be made larger and smaller.
const frame = document.querySelector("[data-map]");
const drawing = frame?.querySelector("svg");

if (drawing) {
  const natural = drawing.viewBox.baseVal;
  let scale = 1;

  const show = (next) => {
    const middle = [
      (frame.scrollLeft + frame.clientWidth / 2) / scale,
      (frame.scrollTop + frame.clientHeight / 2) / scale,
    ];
    scale = Math.min(2.5, Math.max(0.15, next));
    drawing.style.width = `${natural.width * scale}px`;
    drawing.style.height = `${natural.height * scale}px`;
    frame.scrollLeft = middle[0] * scale - frame.clientWidth / 2;
    frame.scrollTop = middle[1] * scale - frame.clientHeight / 2;
  };

  const whole = () =>
    Math.min((frame.clientWidth - 4) / natural.width, (frame.clientHeight - 4) / natural.height);

  // As wide as the window where its words can still be read; else at natural size.
  const fitting = (frame.clientWidth - 4) / natural.width;
  if (fitting < 1 && fitting > 0.65) show(fitting);

  const focus = drawing.querySelector("[data-first]");
  if (focus) {
    const box = focus.getBBox();
    frame.scrollLeft = (box.x + box.width / 2) * scale - frame.clientWidth / 2;
    frame.scrollTop = (box.y + box.height / 2) * scale - frame.clientHeight / 2;
  }

  const buttons = document.querySelector("[data-map-zoom]");
  if (buttons) {
    buttons.hidden = false;
    buttons.addEventListener("click", (event) => {
      const asked = event.target.closest("[data-zoom]")?.dataset.zoom;
      if (asked === "in") show(scale * 1.25);
      if (asked === "out") show(scale / 1.25);
      if (asked === "whole") show(whole());
    });
  }
}
