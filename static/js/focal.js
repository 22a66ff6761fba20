// Sets the focal point by pressing or dragging on the picture; the two number fields stay the form.
const picture = document.querySelector("[data-focal]");
const fields = ["focal_x", "focal_y"].map((name) => document.getElementById(`id_${name}`));

if (picture && fields.every(Boolean)) {
  const frame = document.createElement("span");
  const mark = document.createElement("span");
  frame.className = "focal";
  mark.className = "focal-mark";
  const link = picture.closest("a");
  link.replaceWith(frame, " ", link);
  frame.append(picture, mark);
  link.textContent = link.pathname.split("/").slice(-2, -1)[0];

  const show = () => {
    mark.style.left = `${100 * Number(fields[0].value)}%`;
    mark.style.top = `${100 * Number(fields[1].value)}%`;
  };
  const set = (event) => {
    const box = picture.getBoundingClientRect();
    const at = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    fields.forEach((field, i) => {
      field.value = Math.min(1, Math.max(0, at[i])).toFixed(3);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
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
  fields.forEach((field) => {
    field.type = "number";
    field.min = 0;
    field.max = 1;
    field.step = 0.001;
    field.addEventListener("input", show);
  });
  show();
}
