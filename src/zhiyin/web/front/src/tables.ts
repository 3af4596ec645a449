import htmx from "htmx.org";

const rows = () => [...document.querySelectorAll<HTMLTableRowElement>("main tr[data-href]")];

/** Open a row's record beside the list. */
export function openRow(row: HTMLTableRowElement) {
  rows().forEach((other) => other.removeAttribute("aria-selected"));
  row.setAttribute("aria-selected", "true");
  void htmx.ajax("GET", row.dataset.href!, { target: "#side", swap: "innerHTML" });
}

function move(step: number) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row === document.activeElement || row.getAttribute("aria-selected") === "true");
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next.tabIndex = 0;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (document.querySelector("#side")?.childElementCount) openRow(next);
}

/** What a cell sorts by: its data-value, else its text. */
function key(row: HTMLTableRowElement, column: number): number | string {
  const cell = row.cells[column];
  const text = cell?.dataset.value ?? cell?.textContent?.trim() ?? "";
  const value = Number(text.replace(/[,%\s]/g, "").replace("−", "-"));
  return text !== "" && !Number.isNaN(value) ? value : text;
}

function sort(head: HTMLTableCellElement) {
  const table = head.closest("table")!;
  const down = head.getAttribute("aria-sort") !== "descending";
  for (const other of head.parentElement!.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  const column = head.cellIndex;
  const sorted = [...body.rows].sort((a, b) => {
    const [x, y] = [key(a, column), key(b, column)];
    // What has no number stays at the end in both directions.
    if (typeof x !== typeof y) return typeof x === "number" ? -1 : 1;
    const order = typeof x === "number" ? x - (y as number) : x.localeCompare(y as string, document.documentElement.lang);
    return down ? -order : order;
  });
  body.append(...sorted);
}

export function setUpTables() {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const head = target.closest<HTMLTableCellElement>("table.sortable th");
    if (head && target.closest(".sort")) return sort(head);
    const link = target.closest<HTMLAnchorElement>("a[data-side]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link && plain) {
      event.preventDefault();
      void htmx.ajax("GET", link.href, { target: "#side", swap: "innerHTML" });
      return;
    }
    const row = target.closest<HTMLTableRowElement>("tr[data-href]");
    if (!row || target.closest("a, button, input, select, label, summary") || getSelection()?.toString()) return;
    if (plain) openRow(row);
    else window.open(row.dataset.href, "_blank");
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element)) return;
    if ((event.target as Element).closest("input, textarea, select, dialog")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onRow = (event.target as Element).closest<HTMLTableRowElement>("tr[data-href]");
    if (event.key === "j" || (event.key === "ArrowDown" && onRow)) (event.preventDefault(), move(1));
    else if (event.key === "k" || (event.key === "ArrowUp" && onRow)) (event.preventDefault(), move(-1));
    else if (event.key === "Enter" && onRow) openRow(onRow);
  });
}
