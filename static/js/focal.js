// Sets the focal point by pressing or dragging on the picture, or with the arrow keys (Shift for
// larger steps); the two number fields stay the form.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const picture = document.querySelector("[data-focal]");
const fields = ["focal_x", "focal_y"].map((name) => document.getElementById(`id_${name}`));

if (picture && fields.every(Boolean)) {
  const frame = document.createElement("span");
  const mark = document.createElement("span");
  frame.className = "focal";
  frame.tabIndex = 0;
  frame.role = "group";
  frame.ariaLabel = picture.dataset.focal;
  mark.className = "focal-mark";
  const link = picture.closest("a");
  link.replaceWith(frame, " ", link);
  frame.append(picture, mark);
  link.textContent = link.pathname.split("/").slice(-2, -1)[0];

  const show = () => {
    mark.style.left = `${100 * Number(fields[0].value)}%`;
    mark.style.top = `${100 * Number(fields[1].value)}%`;
  };
  const put = (at) => {
    fields.forEach((field, i) => {
      field.value = Math.min(1, Math.max(0, at[i])).toFixed(3);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  };
  const set = (event) => {
    const box = picture.getBoundingClientRect();
    put([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]);
  };

  picture.draggable = false;
  frame.addEventListener("pointerdown", (event) => {
    frame.setPointerCapture(event.pointerId);
    set(event);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) set(event);
  });
  frame.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    put(fields.map((field, i) => Number(field.value) + step[i] * (event.shiftKey ? 0.1 : 0.01)));
  });
  fields.forEach((field) => {
    field.type = "number";
    field.min = 0;
    field.max = 1;
    field.step = 0.001;
    field.addEventListener("input", show);
  });
  show();
}
