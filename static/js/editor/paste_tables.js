// A body has no tables: each row becomes a paragraph, its cells kept apart.
export function flattenTables(page) {
  for (const table of page.querySelectorAll("table")) {
    const rows = [...table.rows].map((row) => {
      const line = page.createElement("p");
      line.textContent = [...row.cells].map((cell) => cell.textContent.trim()).filter(Boolean).join(" – ");
      return line;
    });
    table.replaceWith(...rows);
  }
}
