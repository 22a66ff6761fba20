// Files dragged from the desktop onto the page.
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

export const whenDropped = (zone, take) => {
  const light = (on) => zone.classList.toggle("upload-over", on);
  // Anywhere on the page: a picture dropped beside the zone would replace the page.
  window.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    light(true);
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) light(false);
  });
  window.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    light(false);
    take([...event.dataTransfer.files]);
  });
};
